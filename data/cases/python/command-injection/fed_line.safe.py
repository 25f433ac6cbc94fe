# What plain programs read is data, what one of them reads as commands is not.

import subprocess
from flask import Flask, request

app = Flask(__name__)
LINE = "tr -s '[:space:]' | sort | head -n 5"

@app.post("/words")
def words():
    process = subprocess.Popen(LINE, shell=True, stdin=subprocess.PIPE)  # <-- finding
    process.communicate(request.get_data())
    return "done"
