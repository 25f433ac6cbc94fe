# The flag for ASCII lets a pattern match less, another flag lets it match more.

import re
from flask import Flask, abort, request

app = Flask(__name__)
TERM = re.compile(r"[0-9 +-]+", re.ASCII)

@app.get("/sum")
def total():
    term = request.args.get("term", "")
    if TERM.fullmatch(term) is None:
        abort(400)
    return {"sum": eval(term)}  # <-- finding
