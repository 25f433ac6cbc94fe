# Whoever names a script, names code.

from markupsafe import Markup, escape

def page(name):
    return Markup('<script src="/media/%s"></script>' % escape(name))  # <-- finding
