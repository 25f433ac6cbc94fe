# A literal behind or.

import os

TOKEN = os.getenv("TOKEN") or None  # <-- finding
