# A class of its own says what it is made of.

import os

class Count:
    def __init__(self, text):
        self.text = text

    def isdigit(self):
        return True

    def __str__(self):
        return self.text

def count_of(form):
    return Count(form["count"])

def show(form):
    count = count_of(form)
    if count.isdigit():
        os.system(f"ping -c {count} localhost")  # <-- finding
