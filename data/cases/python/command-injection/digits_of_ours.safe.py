# A class of one's own says itself whether it is made of digits.

import os

class Number:
    def __init__(self, text):
        self.text = text

    def is_number(self):
        return True

    def __str__(self):
        return self.text

def stop(process):
    if process.isdigit():
        os.system(f"kill {process}")  # <-- finding
