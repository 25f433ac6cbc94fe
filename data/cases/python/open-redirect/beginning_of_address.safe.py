# An address that begins with a host, its slash included.

from flask import redirect, request

def leave():
    target = request.args.get("next", "")
    if not target.startswith("https://shop.example.com/"):
        target = "/"
    return redirect(target)  # <-- finding
