# Markup escapes what % puts into it.

from markupsafe import Markup

def heading(text):
    return Markup("<h1>%s</h1>") % text  # <-- finding
