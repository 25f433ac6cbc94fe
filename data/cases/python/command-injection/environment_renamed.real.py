# The environment has another name here.

import os
from os import environ as env

def build(folder):
    env["PATH"] = folder
    os.system("make")  # <-- finding
