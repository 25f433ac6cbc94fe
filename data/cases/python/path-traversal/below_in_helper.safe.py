# A helper that gives nothing but paths in the folder.

import os

PAGES = "/srv/pages"

def located(name):
    page = os.path.abspath(os.path.join(PAGES, name))
    if not page.startswith(PAGES + "/"):
        raise ValueError(name)
    return page

def show(name):
    with open(located(name)) as page:  # <-- finding
        return page.read()
