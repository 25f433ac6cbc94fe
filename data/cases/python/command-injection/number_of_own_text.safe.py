# The class of the program is no number.

import os
import sys


class Number:
    def __str__(self):
        return "1"


def run(number):
    if isinstance(number, int):
        os.system(f"ls {number}")  # <-- finding


run(1)
