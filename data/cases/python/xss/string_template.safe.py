# A constant template escapes what is put into it.

from flask import render_template_string, request

def page():
    return render_template_string("<p>{{ name }}</p>", name=request.args["q"])  # <-- finding
