# By the name of a template: this one does not end like HTML.

from jinja2 import Environment, PackageLoader, select_autoescape

templates = Environment(loader=PackageLoader("shop"), autoescape=select_autoescape())  # <-- finding

def page(name):
    return templates.get_template("page.html.j2").render(name=name)
