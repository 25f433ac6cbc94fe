# A day is shown in digits and dashes.

from datetime import date
from flask import Flask, request

app = Flask(__name__)

@app.get("/log")
def log():
    day = date.fromisoformat(request.args["day"])
    return open(f"/srv/logs/{day}.log").read()  # <-- finding
