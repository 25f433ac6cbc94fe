# Letters of any alphabet hold neither dots nor slashes.

import re

def report(name):
    if not re.fullmatch(r"[\w-]+", name):
        raise ValueError(name)
    return open(f"/srv/reports/{name}.csv").read()  # <-- finding
