# A declaration whose annotation runs something.

import database

rows: database.execute(input())  # <-- finding
