# Read from the environment.

import os

PASSWORD = os.environ["SHOP_PASSWORD"]  # <-- finding
