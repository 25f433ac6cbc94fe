# Every item is escaped.

from markupsafe import Markup, escape

def bullets(items):
    return Markup("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")  # <-- finding
