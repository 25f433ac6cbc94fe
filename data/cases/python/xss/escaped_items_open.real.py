# Each round must end where it began.

from markupsafe import Markup, escape

def bullets(items):
    return Markup("".join(f"{escape(item)}<script>" for item in items))  # <-- finding
