# Markup escapes what it joins.

from markupsafe import Markup

def rows(names):
    return Markup("<br>".join(names))  # <-- finding
