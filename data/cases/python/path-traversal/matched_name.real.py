# Letters only, in a constant folder.

import re

def read(name):
    if not re.fullmatch("[a-z./]+", name):
        raise ValueError(name)
    return open("/srv/shop/" + name)  # <-- finding
