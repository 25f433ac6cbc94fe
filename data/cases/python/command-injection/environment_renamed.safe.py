# The environment has another name here.

import os
from os import environ

def build(folder):
    print(environ["PATH"], folder)
    os.system("make")  # <-- finding
