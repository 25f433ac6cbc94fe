# Markup inside a text is a text again: nothing escapes what else is put into it.
from markupsafe import Markup


def row(name):
    return f"<td>{name}{Markup('<br>')}</td>"  # <-- finding
