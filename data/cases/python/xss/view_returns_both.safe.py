# Markup beside a value that is not escaped.

from flask import request
from markupsafe import Markup, escape

def init(app):
    @app.route("/page")
    def page():
        return f"{escape(request.args['q'])} {Markup('<hr>')}"  # <-- finding
