# safe_join refuses what leads out of the folder.

from werkzeug.utils import safe_join

def show(name):
    page = safe_join("/srv/pages", name)
    if page is None:
        raise LookupError(name)
    return open(page).read()  # <-- finding
