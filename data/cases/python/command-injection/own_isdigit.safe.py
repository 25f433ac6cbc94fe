# A class of its own says how long it is.

import os

class Count:
    def __init__(self, text):
        self.text = text

    def length(self):
        return True

    def __str__(self):
        return self.text

def count_of(form):
    return Count(form["count"])

def show(form):
    count = count_of(form)
    if count.isdigit():
        os.system(f"ping -c {count} localhost")  # <-- finding
