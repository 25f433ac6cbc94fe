# Others are let into the folder.

import os
import tempfile

def folder():
    made = tempfile.mkdtemp()  # <-- finding
    os.chmod(made, 0o777)
    return made
