# A secured name in no folder is any file of the working folder.

import os
from werkzeug.utils import secure_filename

def read(name):
    return open(os.path.join("/srv/shop", secure_filename(name)))  # <-- finding
