# What another line declares to be markup is not escaped by the template.

from flask import render_template_string, request
from markupsafe import Markup

def page():
    note = Markup(request.args["note"])
    return render_template_string("<p>{{ note }}</p>", note=note)  # <-- finding
