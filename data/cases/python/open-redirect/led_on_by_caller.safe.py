# The place is constant; whoever calls the function leads its answer elsewhere.

from flask import Flask, redirect, request

app = Flask(__name__)


@app.route("/home")
def home():
    return redirect("/account")  # <-- finding


@app.route("/start")
def start():
    answer = home()
    answer.set_cookie("seen", request.args["seen"])
    return answer
