# A base name may be two dots.

import os
from werkzeug.utils import secure_filename

def read(name):
    return open("/srv/shop/" + secure_filename(name))  # <-- finding
