# A text and markup stand in one list: which of them is taken, nobody escapes.
from markupsafe import Markup


def badge(name, known):
    return [Markup("<b>known</b>") if known else f"<b>{name}</b>"][0]  # <-- finding
