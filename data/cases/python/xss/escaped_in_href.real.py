# Nor at the beginning of an address.

from markupsafe import Markup, escape

def link(text):
    return Markup("<a href='%s'>user</a>" % escape(text))  # <-- finding
