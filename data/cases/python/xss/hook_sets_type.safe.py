# Every answer becomes a page on its way out.

from flask import Flask, Response, request

app = Flask(__name__)

@app.after_request
def shown(response):
    response.headers["X-Frame-Options"] = "DENY"
    return response

@app.route("/")
def search():
    return Response(request.args["q"], mimetype="text/plain")  # <-- finding
