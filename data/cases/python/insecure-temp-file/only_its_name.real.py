# The file is removed with the object that is thrown away.

import tempfile

def export(rows):
    path = tempfile.NamedTemporaryFile(suffix=".csv").name  # <-- finding
    return path
