# A program may fill its own environment.

import os

os.environ.setdefault("DB_PASSWORD", "s3cret")
password = os.environ["DB_PASSWORD"]  # <-- finding
