# Where new folders are made, whoever asks says.

import os
import tempfile

from flask import request

def pack():
    tempfile.tempdir = request.args["folder"]
    with tempfile.TemporaryDirectory(prefix="pack") as folder:
        return open(os.path.join(folder, "list.txt"), "w").write("")  # <-- finding
