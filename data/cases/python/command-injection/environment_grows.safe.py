# What is added to the environment is part of it.

import os

def build(folder):
    os.environ["NAME"] = "shop"
    os.system("make")  # <-- finding
