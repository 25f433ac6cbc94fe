# A path object with a number in its name.

from pathlib import Path

FOLDER = Path("/srv/shop")

def read(year):
    return (FOLDER / f"orders-{int(year)}.csv").read_text()  # <-- finding
