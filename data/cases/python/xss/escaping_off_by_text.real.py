# A function in view turns escaping off by the name that it has.

import jinja2

def loosen(templates):
    setattr(templates, "autoescape", False)

templates = jinja2.Environment(autoescape=True)  # <-- finding
loosen(templates)
