# Replacing brackets is no escaping.

from markupsafe import Markup, escape

def link(text):
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    return Markup("<a title='%s'>user</a>" % text)  # <-- finding
