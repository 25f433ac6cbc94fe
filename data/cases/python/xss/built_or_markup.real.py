# A page is put together where there is no markup for it.
from markupsafe import Markup


def show(name, known):
    return Markup("<b>known</b>") if known else f"<b>{name}</b>"  # <-- finding
