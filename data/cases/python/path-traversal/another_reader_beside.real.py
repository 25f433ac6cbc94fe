# A reader of files beside the one that is known.

import linecache
from flask import request

def note():
    open("/srv/notes.txt", "a").write(linecache.getline(request.args["file"], 1))  # <-- finding
