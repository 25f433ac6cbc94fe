# What is escaped does no harm among texts; here it stands inside of a script.
from markupsafe import Markup


def show(page, name):
    page.head = Markup("<b>Hello ") + name  # <-- finding
