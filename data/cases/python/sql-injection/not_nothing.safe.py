# Only what is a match or nothing can be compared with nothing: a boolean never is.

import re

def find(cursor, key):
    if re.fullmatch("[0-9]+", key) is not None:
        cursor.execute("SELECT name FROM users WHERE id = " + key)  # <-- finding
