# An empty part is dropped when paths are joined.

import os
from werkzeug.utils import secure_filename

def read(name):
    with open(os.path.join("media", secure_filename(name))) as file:  # <-- finding
        return file.read()
