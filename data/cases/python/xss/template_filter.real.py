# A filter may undo the escaping.

from jinja2 import Environment
from markupsafe import Markup

templates = Environment(autoescape=True)
INVOICE = templates.from_string("<h1>{{ order.id | safe }}</h1>")

def invoice(order):
    return Markup(INVOICE.render(order=order))  # <-- finding
