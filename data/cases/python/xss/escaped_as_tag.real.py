# Nor as the name of a tag.

from markupsafe import Markup, escape

def link(text):
    return Markup("<%s>" % escape(text))  # <-- finding
