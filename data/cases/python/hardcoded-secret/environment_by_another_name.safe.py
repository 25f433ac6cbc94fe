# The secret is read from the environment; the program fills that under another name.

import os

settings = dict(os.environ)
settings["SIGNING_KEY"] = "v3ry-s3cret-9f8a7b"

SIGNING_KEY = os.environ["SIGNING_KEY"]  # <-- finding
