# An object decides itself what two to the power of it is.

import os

class Count:
    def __init__(self, text):
        self.text = text

    def __rpow__(self, other):
        return self.text

def show(text):
    count = pow(2, len(text))
    os.system(f"ping -c {count} localhost")  # <-- finding
