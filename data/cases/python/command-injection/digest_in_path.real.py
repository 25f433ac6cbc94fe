# A digest in hexadecimal digits says nothing to a shell.

import hashlib
import os
from flask import Flask, request

app = Flask(__name__)

@app.post("/pack")
def pack():
    name = request.get_data(as_text=True)
    os.system(f"gzip -k /srv/cache/{name}.txt")  # <-- finding
    return "done"
