# A library in the page takes text in braces for code.

from markupsafe import Markup

def page(name):
    return Markup(Markup("<html><body>Hello %s</body></html>") % name)  # <-- finding
