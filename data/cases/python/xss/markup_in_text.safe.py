# Markup and constants only.
from markupsafe import Markup


def row(name):
    return f"<td>name{Markup('<br>')}</td>"  # <-- finding
