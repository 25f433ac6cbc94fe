# What opens the file in place of the path.

import os

def read(name):
    with open("/srv/reports/index.txt", opener=lambda path, flags: os.open(name, flags)) as file:  # <-- finding
        return file.read()
