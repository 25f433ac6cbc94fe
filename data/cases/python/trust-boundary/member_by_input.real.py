from flask import request, session


def promote():
    member = session[request.form["who"]]
    member["role"] = "admin"  # <-- finding
