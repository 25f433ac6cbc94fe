# A function of the project that only has the name.

from flask import request
from flask import redirect

def leave():
    return redirect("/home", 303)  # <-- finding
