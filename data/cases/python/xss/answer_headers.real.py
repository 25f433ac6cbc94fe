# Headers by constant names say nothing of the type of an answer.

import json
from flask import Flask, Response, request

app = Flask(__name__)

@app.get("/echo")
def echo():
    text = json.dumps({"q": request.args.get("q", "")})
    return Response(text, mimetype="application/json", headers={request.args["header"]: "nosniff"})  # <-- finding
