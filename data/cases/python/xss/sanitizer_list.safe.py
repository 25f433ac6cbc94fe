# A sanitizer with a list of elements that run nothing.

import bleach
from flask import Flask, request

app = Flask(__name__)
TAGS = ["b", "i", "p"]

@app.post("/preview")
def preview():
    return "<article>" + bleach.clean(request.form["body"], tags=TAGS, attributes={}) + "</article>"  # <-- finding
