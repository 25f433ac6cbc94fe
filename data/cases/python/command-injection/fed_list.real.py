# What a plain program reads is data, what a shell reads are commands.

import subprocess
from flask import Flask, request

app = Flask(__name__)

@app.post("/digest")
def digest():
    return subprocess.run(["sh"], input=request.get_data(), capture_output=True).stdout  # <-- finding
