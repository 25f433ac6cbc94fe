# A file of the program itself.

import os

HERE = os.path.dirname(os.path.abspath(__file__))

def form(name):
    with open(os.path.join(HERE, "forms", "order.html")) as page:  # <-- finding
        return page.read()
