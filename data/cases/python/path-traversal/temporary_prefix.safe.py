# A temporary folder whose name begins with a constant.

import tempfile
import zipfile
from flask import Flask, request

app = Flask(__name__)

@app.post("/unpack")
def unpack():
    with tempfile.TemporaryDirectory(prefix="unpack-") as work:
        with zipfile.ZipFile(request.files["archive"]) as archive:
            archive.extractall(work)  # <-- finding
    return "done"
