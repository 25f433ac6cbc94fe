# The debugger has a switch of its own.

from flask import Flask

app = Flask(__name__)
app.run(debug=False, use_debugger=True)  # <-- finding
