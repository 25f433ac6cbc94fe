# A letter case is changed beside markup that is put into the same text: it stays what it was.
from markupsafe import Markup


def rows(out, name):
    out.append(f"{Markup('<hr>')}{name.lower()}")  # <-- finding
