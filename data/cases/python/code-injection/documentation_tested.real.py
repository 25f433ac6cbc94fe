# The examples in the documentation are run.

import doctest


def shout(text):
    """>>> print(input().upper())"""  # <-- finding
    return text.upper()


if __name__ == "__main__":
    doctest.testmod()
