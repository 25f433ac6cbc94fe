# Whoever names a script, names code.

from markupsafe import Markup, escape

def page(name):
    return Markup('<img src="/media/%s"></b>' % escape(name))  # <-- finding
