# An escaped value between tags.

from markupsafe import Markup, escape

def heading(text):
    return Markup("<h1>%s</h1>" % text)  # <-- finding
