# A path object with a number in its name.

from pathlib import Path

FOLDER = Path("/srv/shop")

def read(year):
    return (FOLDER / f"orders-{year}.csv").read_text()  # <-- finding
