# Replacing brackets is no escaping.

from markupsafe import Markup, escape

def link(text):
    text = escape(text)
    return Markup("<a title='%s'>user</a>" % text)  # <-- finding
