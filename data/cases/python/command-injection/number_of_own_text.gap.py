# A number may be of a class that writes itself as it likes.

import os
import sys


class Number(int):
    def __str__(self):
        return "1"


def run(number):
    if isinstance(number, int):
        os.system(f"ls {number}")  # <-- finding


run(Number(1))
