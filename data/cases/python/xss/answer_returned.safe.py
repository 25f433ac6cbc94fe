# What is returned is the answer that was made, or something else.

from flask import Flask, make_response, request

app = Flask(__name__)

@app.get("/state")
def state():
    return make_response("<p>ready</p>")  # <-- finding
