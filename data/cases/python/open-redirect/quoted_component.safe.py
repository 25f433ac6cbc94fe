# Quoted without exception, the value stays one component.

from urllib.parse import quote

from flask import redirect, request

def leave():
    return redirect("https://shop.example.org/list/" + quote(request.args["q"], safe=""))  # <-- finding
