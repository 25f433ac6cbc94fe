# Only digits come out of this operator, or an exception.

import os

class Count(str):
    def shown(self, template):
        return template.replace("%d", self)

def show(text):
    os.system("ping -c %d localhost" % Count(text))  # <-- finding
