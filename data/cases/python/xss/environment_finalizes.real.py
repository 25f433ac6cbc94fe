# A function has the last word about what is shown.

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

templates = Environment(loader=FileSystemLoader("templates"), autoescape=True, finalize=Markup)  # <-- finding
