# A path of this application.

from flask import redirect, request, url_for

def leave():
    return redirect(url_for("orders", page=1, _external=request.host))  # <-- finding
