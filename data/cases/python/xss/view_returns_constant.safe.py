# A constant is chosen and returned.

from flask import request

def init(app):
    @app.route("/page")
    def page():
        names = [request.args["q"], "anna"]
        return f"<p>{names[1]}</p>"  # <-- finding
