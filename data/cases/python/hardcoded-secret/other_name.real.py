# The secret has another name first.
import os

FALLBACK = "hunter2hunter2"


def connect():
    password = FALLBACK  # <-- finding
    return password, os.name
