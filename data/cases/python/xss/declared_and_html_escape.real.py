# Markup replaces in its own way: html.escape finds nothing to replace.

import html
from markupsafe import Markup

def review(text):
    text = Markup(text)
    return Markup("<p>" + html.escape(text) + "</p>")  # <-- finding
