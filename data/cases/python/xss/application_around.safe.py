# What stands around the application is of a library.

from flask import Flask, jsonify, request
from werkzeug.middleware.proxy_fix import ProxyFix

KIND = "Content" + "-Type"

class Page:
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start):
        def begun(state, heads, *more):
            return start(state, [(KIND, "text/html")], *more)
        return self.inner(environ, begun)

app = Flask(__name__)
app.wsgi_app = ProxyFix(app.wsgi_app)

@app.route("/greeting")
def greeting():
    return jsonify(name=request.args["name"])  # <-- finding
