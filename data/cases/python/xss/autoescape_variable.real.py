# Whether escaping is on must be constant.

import os
from jinja2 import Environment

templates = Environment(autoescape=os.environ.get("ESCAPE"))  # <-- finding
