from flask import request, session


def promote():
    member = session["guest"]
    member["role"] = "admin"  # <-- finding
