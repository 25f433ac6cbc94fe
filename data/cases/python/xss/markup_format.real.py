# Markup escapes what format puts into it.

from markupsafe import Markup

ROW = "<li>{} {}</li>"

def row(name, price):
    return Markup(ROW.format(name, price))  # <-- finding
