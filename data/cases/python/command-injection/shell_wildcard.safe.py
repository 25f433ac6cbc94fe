# The shell puts in the names of files, which may be options.

import os

def pack():
    os.system("tar cf all.tar files")  # <-- finding
