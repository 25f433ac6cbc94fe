# Constant markup.

from markupsafe import Markup

BANNER = "<p>Free delivery</p>"

def banner(text):
    return Markup(text)  # <-- finding
