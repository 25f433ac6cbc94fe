# Markup escapes what it is formatted with; in a script that is not enough.
from flask import request
from markupsafe import Markup

def rows(out, q):
    out.append(Markup("<p>{}</p>").format(q))  # <-- finding
