# relative_to raises for what is not below the folder that the path is made of.

from pathlib import Path

LETTERS = Path("/srv/office/letters")

def letter(name):
    file = (LETTERS / name).resolve()
    try:
        file.relative_to(LETTERS)
    except ValueError:
        return None
    return open(file).read()  # <-- finding
