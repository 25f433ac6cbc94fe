# The folder is among the parents of the resolved path.

from pathlib import Path

LETTERS = Path("/srv/letters").resolve()

def letter(name):
    file = (LETTERS / name).resolve()
    if LETTERS not in file.parents:
        raise ValueError(name)
    return file.read_bytes()  # <-- finding
