# The secret is what the other is kept under.
import os


def keep(tokens):
    tokens[0] = os.environ["TOKEN"]  # <-- finding
