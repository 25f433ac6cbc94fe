# A closed temporary file is gone; its name is anyone's.

import tempfile

def export(rows):
    spare = tempfile.NamedTemporaryFile(suffix=".csv", delete=False)  # <-- finding
    spare.close()
    with open(spare.name, "w") as out:
        out.writelines(rows)
