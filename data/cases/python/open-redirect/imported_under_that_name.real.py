# A function of the project that only has the name.

from flask import request
from shop.web import redirect

def leave():
    return redirect("/home", request.args["next"])  # <-- finding
