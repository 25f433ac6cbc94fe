# A text of one's own decides what it is replaced by, and is quoted so.

import os
from shlex import quote as word

class Line(str):
    def replace(self, old, new):
        return self

def show(text):
    os.system("echo " + word(text))  # <-- finding
