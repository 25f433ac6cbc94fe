# A folder that was made for this, and is gone afterwards.

import os
import tempfile

def export(name, rows):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "rows.csv"), "w") as file:  # <-- finding
            file.writelines(rows)
