# A number is harmless anywhere text is read.

from markupsafe import Markup

def stars(count):
    return Markup(f"<b>{count}</b>")  # <-- finding
