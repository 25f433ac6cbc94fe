# The variable of a loop at module level is no constant.

import sys

NAMES = sys.argv[1:]
TABLE = "orders"
for name in NAMES:
    print(name)

def page(cursor):
    cursor.execute("SELECT id FROM " + TABLE)  # <-- finding
