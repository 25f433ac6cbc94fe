# A function of this file escapes every line.

from markupsafe import Markup, escape

def _lines(text):
    return "<br>".join(str(escape(line)) for line in text.splitlines())

def review(text):
    return Markup(f"<p>{_lines(text)}</p>")  # <-- finding
