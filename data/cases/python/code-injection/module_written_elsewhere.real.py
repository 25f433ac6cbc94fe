# A module is imported that another route of the application writes.
import importlib

from flask import Flask, request

app = Flask(__name__)


@app.post("/upload")
def upload():
    with open("plugins/extra.py", "w") as kept:
        kept.write(request.form["text"])
    return "kept"


@app.post("/start")
def start():
    importlib.import_module("plugins.extra")  # <-- finding
    return "started"
