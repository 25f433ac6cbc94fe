# An answer that somebody else puts into a page.

import html

from flask import request
from shop import page_of

def init(app):
    @app.route("/page", methods=["POST"])
    def page():
        answer = ""
        answer += f"Hello {html.escape(request.form['q'])}"  # <-- finding
        return page_of(answer)
