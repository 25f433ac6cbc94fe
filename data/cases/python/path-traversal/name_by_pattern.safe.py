# A name with dots in it, that is not made of them alone, leads no further than into its folder.
import os
import re

from flask import Flask, abort, request

app = Flask(__name__)


@app.route("/notes")
def notes():
    name = request.args["name"]
    if not re.fullmatch(r"[a-z0-9_-]+\.{1,2}(txt|md)?", name):
        abort(404)
    return {"notes": os.listdir("/srv/notes/" + name)}  # <-- finding
