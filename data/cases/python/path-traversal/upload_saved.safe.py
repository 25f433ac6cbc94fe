# An upload that is saved under a secured name in a constant folder.

import os

from flask import request
from werkzeug.utils import secure_filename

def upload():
    picture = request.files["picture"]
    picture.save(os.path.join("/srv/pictures", secure_filename(picture.filename)))  # <-- finding
