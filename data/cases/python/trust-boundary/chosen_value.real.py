# Checked or not, it is the other side's choice.

from flask import abort, request, session

def enter():
    role = request.form["role"]
    if role not in ("reader", "editor"):
        abort(400)
    session["role"] = role  # <-- finding
