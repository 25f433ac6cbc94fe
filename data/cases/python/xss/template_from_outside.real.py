# The template itself comes from outside.

from flask import render_template_string, request

def page():
    q = request.args["q"]
    return render_template_string("<p>" + q + "</p>", name=q)  # <-- finding
