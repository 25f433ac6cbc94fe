# Each round must end where it began.

from markupsafe import Markup, escape

def bullets(items):
    return Markup("".join(f"<li>{escape(item)}</li>" for item in items))  # <-- finding
