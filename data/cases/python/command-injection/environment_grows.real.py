# What is added to the environment is part of it.

import os

def build(folder):
    os.environ["PATH"] += os.pathsep + folder
    os.system("make")  # <-- finding
