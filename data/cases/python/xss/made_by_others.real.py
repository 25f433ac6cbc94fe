# What code of the project makes of user input may be markup.

from flask import render_template_string, request
from shop.notes import shorten

def page():
    return render_template_string("<p>{{ note }}</p>", note=shorten(request.args["q"], 80))  # <-- finding
