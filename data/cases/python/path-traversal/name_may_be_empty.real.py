# A secured name may be empty, and then the folder itself is meant.

import shutil
from werkzeug.utils import secure_filename

def drop(name):
    shutil.rmtree("/srv/albums/" + secure_filename(name))  # <-- finding
