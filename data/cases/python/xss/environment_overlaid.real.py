# An overlay is another environment.

from jinja2 import Environment, FileSystemLoader

templates = Environment(loader=FileSystemLoader("templates"), autoescape=True)  # <-- finding

def page(name):
    return templates.overlay(autoescape=False).get_template("page.html").render(name=name)
