# A resolved path that has the whole of its folder in common with it; a common prefix is no folder.

import os

ALBUMS = os.path.realpath("/srv/albums")

def picture(name):
    shown = os.path.realpath(os.path.join(ALBUMS, name))
    if os.path.commonpath([ALBUMS, shown]) != ALBUMS:
        raise PermissionError(name)
    return open(shown, "rb").read()  # <-- finding
