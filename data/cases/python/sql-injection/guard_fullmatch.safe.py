# Only digits match the whole text; match looks at its beginning.

import re

def page(cursor, limit):
    if not re.fullmatch(r"[0-9]+", limit):
        return None
    cursor.execute("SELECT id FROM users LIMIT " + limit)  # <-- finding
