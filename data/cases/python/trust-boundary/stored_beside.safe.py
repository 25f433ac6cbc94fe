# What is assigned counts beside what a method puts there.

from flask import request, session

def enter():
    session["user"] = "guest" if session.setdefault("seen", "1") else "guest"  # <-- finding
