# Escaping stays on.

from jinja2 import Environment, FileSystemLoader

templates = Environment(loader=FileSystemLoader("templates"), autoescape=True)  # <-- finding
templates.trim_blocks = False
