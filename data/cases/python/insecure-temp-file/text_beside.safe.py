# The name beside the new file is one that anybody can guess.
import tempfile


def place(order):
    return tempfile.mkstemp(), order  # <-- finding
