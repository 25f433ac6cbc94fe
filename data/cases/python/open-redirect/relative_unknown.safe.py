# A value at the beginning may name another host.

from flask import redirect, request

def leave():
    page = int(request.args["page"])
    return redirect("/" + str(page))  # <-- finding
