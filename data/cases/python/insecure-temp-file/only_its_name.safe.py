# The file is removed with the object that is thrown away.

import tempfile

def export(rows):
    path = tempfile.mkdtemp(suffix=".csv")  # <-- finding
    return path
