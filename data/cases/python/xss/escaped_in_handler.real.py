# Nor in an event handler.

from markupsafe import Markup, escape

def link(text):
    return Markup("<a onclick='%s'>user</a>" % escape(text))  # <-- finding
