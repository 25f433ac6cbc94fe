# Quoting for a shell does nothing for HTML.

import shlex
from markupsafe import Markup, escape

def link(text):
    return Markup("<b>%s</b>" % shlex.quote(text))  # <-- finding
