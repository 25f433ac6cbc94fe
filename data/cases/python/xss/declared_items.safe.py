# Joined markup is not escaped again.

from markupsafe import Markup

def bullets(items):
    parts = [str(item) for item in items]
    return Markup(Markup("<br>").join(parts))  # <-- finding
