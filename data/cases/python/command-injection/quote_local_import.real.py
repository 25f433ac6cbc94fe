# An import inside the function.

import os

def show(name):
    from html import quote
    os.system("cat " + quote(name))  # <-- finding
