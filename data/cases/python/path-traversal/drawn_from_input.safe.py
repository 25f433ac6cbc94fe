# Beside the file of ours, code elsewhere is asked for what a request lists.
from flask import request
from shop import attachments


def parts():
    return [open("head.txt"), *[attachments.load(name) for name in ("terms", "price")]]  # <-- finding
