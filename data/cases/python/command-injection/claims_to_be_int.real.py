# isinstance() believes what an object says its class is.

import os

class Count:
    __class__ = int

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text

def count_of(form):
    return Count(form["count"])

def show(form):
    count = count_of(form)
    if isinstance(count, int):
        os.system(f"ping -c {count} localhost")  # <-- finding
