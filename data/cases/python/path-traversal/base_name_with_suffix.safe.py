# What has no separator is no folder further up if more than dots are beside it.

import os

def report(name):
    return os.listdir("/srv/reports/" + os.path.basename(name) + ".parts")  # <-- finding
