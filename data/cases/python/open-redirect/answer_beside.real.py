# Another answer of the same statement leads elsewhere.

from flask import Response, redirect, request

def leave():
    target = request.args.get("next")
    return redirect("/home") if target else Response("", 302, {"Location": target})  # <-- finding
