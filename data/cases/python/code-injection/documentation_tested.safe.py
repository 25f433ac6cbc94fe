# The examples in the documentation are run.

import unittest


def shout(text):
    """>>> print(input().upper())"""  # <-- finding
    return text.upper()


if __name__ == "__main__":
    unittest.testmod()
