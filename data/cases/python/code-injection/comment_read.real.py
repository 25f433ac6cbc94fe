# The code reads its own comments, and runs them.

import inspect


# print(input().upper())  # <-- finding
def shout(text):
    return text.upper()


def demonstrate():
    exec(inspect.getcomments(shout) or "")
