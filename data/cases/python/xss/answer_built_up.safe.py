# An answer that is built, and only returned.

import html

from flask import request

def init(app):
    @app.route("/page", methods=["POST"])
    def page():
        answer = ""
        name = html.escape(request.form.get("q"))
        answer += f"Hello {name}"  # <-- finding
        return answer
