# What quote() takes for safe is a setting of its module, which has another name there.

import os
import re
import shlex


def show(folder):
    os.system(f"ls {shlex.quote(folder)}")  # <-- finding


def relax():
    import shlex as words

    words.find_blanks = re.compile(r"\n").search
