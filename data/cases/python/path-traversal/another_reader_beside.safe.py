# A reader of files beside the one that is known.

import linecache
from flask import request

def note():
    open("/srv/notes.txt", "a").write(linecache.getline("/srv/first.txt", 1))  # <-- finding
