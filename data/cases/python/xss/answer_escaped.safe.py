# Escaped where HTML reads it as text.

from html import escape

from flask import make_response, request

def page():
    return make_response("<p>" + escape(request.args["q"]) + "</p>")  # <-- finding
