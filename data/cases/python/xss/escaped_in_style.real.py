# Nor in a style.

from markupsafe import Markup, escape

def link(text):
    return Markup("<a style='%s'>user</a>" % escape(text))  # <-- finding
