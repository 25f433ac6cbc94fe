# Nor at the beginning of an address.

from markupsafe import Markup, escape

def link(text):
    return Markup("<a href='/users/%s'>user</a>" % escape(text))  # <-- finding
