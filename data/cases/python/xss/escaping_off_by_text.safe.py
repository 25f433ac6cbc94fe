# A function in view sets something else by the name that it has.

import jinja2

def loosen(templates):
    setattr(templates, "trim_blocks", False)

templates = jinja2.Environment(autoescape=True)  # <-- finding
loosen(templates)
