# A secured file name in a constant folder.

import os
from werkzeug.utils import secure_filename

def read(name):
    return open(os.path.join("/srv/shop", name))  # <-- finding
