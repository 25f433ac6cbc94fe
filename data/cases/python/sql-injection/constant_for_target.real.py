# The variable of a loop at module level is no constant.

import sys

NAMES = sys.argv[1:]
TABLE = "orders"
for TABLE in NAMES:
    print(TABLE)

def page(cursor):
    cursor.execute("SELECT id FROM " + TABLE)  # <-- finding
