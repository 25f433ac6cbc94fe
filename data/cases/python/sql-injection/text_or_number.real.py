# What is assigned is a number or a text, and the text is not made for SQL.
import re


def limit(name, is_named):
    if not re.fullmatch(r"[a-z' ]+", name):
        raise ValueError(name)
    shown = name if is_named else len("none")  # <-- finding
    return shown
