# Where the program stands decides what a relative path is.

import os

def settings(folder):
    os.chdir("/srv/shop")
    with open("settings.env") as file:  # <-- finding
        return file.read()
