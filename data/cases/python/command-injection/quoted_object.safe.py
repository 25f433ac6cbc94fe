# A text that needs no quotes comes back as the object it is, and shows itself as it likes.

import os
from shlex import quote

class Folder:
    def __str__(self):
        return self.path

def show(path):
    os.system(f"ls {quote(Folder(path))}")  # <-- finding
