# Nor by escape, which leaves markup as it is.

from markupsafe import Markup, escape

def review(text):
    text = str(text)
    return Markup(f"<p>{escape(text)}</p>")  # <-- finding
