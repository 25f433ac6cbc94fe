# The host is constant and ended by a slash; a number follows.

from flask import redirect, request

def leave():
    page = int(request.args["page"])
    return redirect(f"https://shop.example.org/list/{page}")  # <-- finding
