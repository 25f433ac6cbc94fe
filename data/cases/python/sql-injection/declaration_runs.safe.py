# A declaration whose annotation runs something.

import database

rows: list[str]  # <-- finding
