# Whatever is printed may be of the class in view, and its text is what a command answers.

import os


class Answer:
    def __init__(self, line):
        self.line = line

    def __str__(self):
        return os.popen(self.line).read()


def report(answer):
    os.system("uptime"), print(answer)  # <-- finding
