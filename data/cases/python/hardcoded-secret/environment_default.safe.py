# A default is a literal.

import os

PASSWORD = os.environ.get("SHOP_PASSWORD")  # <-- finding
