# Escaping for HTML does nothing for a shell.

import html
import os
import shlex

def show(name):
    os.system("cat " + shlex.quote(html.escape(name)))  # <-- finding
