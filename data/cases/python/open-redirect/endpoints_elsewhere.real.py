# An endpoint of the application; where there is none, a handler says where it is.

from flask import Flask, redirect, request, url_for

app = Flask(__name__)


@app.route("/go")
def go():
    return redirect(url_for("old.page"))  # <-- finding


def elsewhere(error, endpoint, values):
    return request.args["next"]


app.url_build_error_handlers.append(elsewhere)
