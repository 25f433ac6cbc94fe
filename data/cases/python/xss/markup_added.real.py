# Markup escapes what is added to it.

from markupsafe import Markup

def heading(text):
    return Markup("<h1>" + text + "</h1>")  # <-- finding
