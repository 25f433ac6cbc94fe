# What a view returns is sent as HTML.

import markupsafe
from flask import Flask, request

app = Flask(__name__)

@app.route("/page")
def page():
    return f"<p>{markupsafe.escape(request.args['q'])}</p>"  # <-- finding
