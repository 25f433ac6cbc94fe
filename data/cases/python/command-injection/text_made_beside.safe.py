# The text of the class in view is one of its fields.

import os


class Answer:
    def __init__(self, line):
        self.line = line

    def __str__(self):
        return self.line.upper()


def report(answer):
    os.system("uptime"), print(answer)  # <-- finding
