# Escaping is on.

from jinja2 import Environment

AUTOESCAPE = True
templates = Environment(autoescape=AUTOESCAPE)  # <-- finding
