# A path of pathlib that is resolved before it is compared; without that it may climb.

from pathlib import Path

LETTERS = Path("/srv/letters")

def letter(name):
    file = (LETTERS / name).resolve()
    if not file.is_relative_to(LETTERS):
        raise ValueError(name)
    return file.read_text()  # <-- finding
