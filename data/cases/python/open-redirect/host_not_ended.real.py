# Without the slash the number may go on with the host name.

from flask import redirect, request

def leave():
    page = int(request.args["page"])
    return redirect(f"https://shop.example.org{page}")  # <-- finding
