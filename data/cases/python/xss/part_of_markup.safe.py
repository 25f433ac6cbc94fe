# A part of markup is markup.

from markupsafe import Markup, escape

def review(text):
    text = str(text)[:80]
    return Markup(f"<p>{escape(text)}</p>")  # <-- finding
