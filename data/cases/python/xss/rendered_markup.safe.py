# What a template of one's own environment is given.

from jinja2 import Environment
from markupsafe import Markup

templates = Environment(autoescape=True)
NOTE = templates.from_string("<p>{{ text }}</p>")

def review(text):
    text = str(text)
    return Markup(NOTE.render(text=text))  # <-- finding
