# Both texts that are chosen between stand in the code.
from flask import request


def ordering(by_name):
    return "ORDER BY name" if by_name else "ORDER BY id"  # <-- finding
