# Whoever is given the environment may set something in it.

import os
from settings import put

def build(folder):
    put(os.environ, "PATH", folder)
    os.system("make")  # <-- finding
