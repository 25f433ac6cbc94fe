# One of the two texts that are chosen between comes from the request.
from flask import request


def ordering(by_name):
    return "ORDER BY name" if by_name else request.args["order"]  # <-- finding
