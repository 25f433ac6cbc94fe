# The name of the function is bound again.

from markupsafe import Markup, escape

def link(text):
    return Markup("<b>%s</b>" % escape(text))  # <-- finding

unescape = str
