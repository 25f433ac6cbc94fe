# New folders are made where such folders are.

import os
import tempfile

from flask import request

def pack():
    with tempfile.TemporaryDirectory(prefix="pack") as folder:
        return open(os.path.join(folder, "list.txt"), "w").write("")  # <-- finding
