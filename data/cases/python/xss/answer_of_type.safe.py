# A text that no browser takes for a page.

from flask import Flask, Response, request

app = Flask(__name__)

@app.route("/echo")
def echo():
    return Response(request.args["text"], mimetype="text/plain")  # <-- finding
