# Escaping is on.

from jinja2 import Environment

AUTOESCAPE = True
templates = Environment(trim_blocks=AUTOESCAPE)  # <-- finding
