# The secret is what the other is kept under.
import os


def keep(tokens):
    tokens["hunter2hunter2"] = os.environ["TOKEN"]  # <-- finding
