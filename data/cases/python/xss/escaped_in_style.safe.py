# Nor in a style.

from markupsafe import Markup, escape

def link(text):
    return Markup("<a title='%s'>user</a>" % escape(text))  # <-- finding
