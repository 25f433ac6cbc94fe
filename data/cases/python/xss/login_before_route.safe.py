# A view with another decorator before its route.
from flask import Flask, request
from flask_login import login_required
from markupsafe import escape
app = Flask(__name__)

@login_required
@app.route("/hello")
def hello():
    name = request.args.get("name", "")
    return f"<p>Hello {escape(name)}</p>"  # <-- finding
