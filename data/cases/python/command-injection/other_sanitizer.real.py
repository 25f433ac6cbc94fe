# Escaping for HTML does nothing for a shell.

import html
import os
import shlex

def show(name):
    os.system("cat " + html.escape(name))  # <-- finding
