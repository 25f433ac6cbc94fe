# The operator of a subclass of str on the right is asked first.

import os

class Count(str):
    def __rmod__(self, template):
        return template.replace("%d", self)

def show(text):
    os.system("ping -c %d localhost" % Count(text))  # <-- finding
