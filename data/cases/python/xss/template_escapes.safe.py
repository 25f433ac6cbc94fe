# A constant template of an environment that escapes.

from jinja2 import Environment
from markupsafe import Markup

templates = Environment(autoescape=True)
INVOICE = templates.from_string("<h1>{{ order.id }}</h1>")

def invoice(order):
    return Markup(INVOICE.render(order=order))  # <-- finding
