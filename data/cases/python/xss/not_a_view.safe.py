# Where the text is put is seen in a view only.

import html

from flask import request

def init(app):
    @app.route("/page")
    def page():
        return f"Hello {html.escape(request.form['q'])}"  # <-- finding
