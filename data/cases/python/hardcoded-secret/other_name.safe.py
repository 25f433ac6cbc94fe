# What has another name first is read from the environment.
import os

FALLBACK = os.environ["FALLBACK"]


def connect():
    password = FALLBACK  # <-- finding
    return password, os.name
