# A method makes the text: what it is filled with is matched, but not for SQL.
import re


def find(name):
    if not re.fullmatch(r"[0-9]+", name):
        raise ValueError(name)
    return "SELECT id FROM people WHERE name = '{}'".format(name)  # <-- finding
