# What is set in the same line is not what the server is started with.
from flask import Flask

app = Flask(__name__)


def serve():
    app.config["DEBUG"] = False; app.run(debug=False)  # <-- finding
