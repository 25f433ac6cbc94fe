# What stands around the application gives each answer another head.

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
app.wsgi_app = Page(app.wsgi_app)

@app.route("/greeting")
def greeting():
    return jsonify(name=request.args["name"])  # <-- finding
