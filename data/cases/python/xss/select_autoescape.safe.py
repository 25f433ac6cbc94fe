# Escaping by the name of the template.

from jinja2 import Environment, select_autoescape

templates = Environment(autoescape=select_autoescape())  # <-- finding
