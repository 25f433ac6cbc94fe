# Markup that begins inside a tag of other markup: names of attributes are no text.

from markupsafe import Markup, escape

def attributes(values):
    return Markup(" ".join(f"{escape(k)}='{escape(v)}'" for k, v in values.items()))  # <-- finding
