# abort() of the framework always raises; a function of one's own may return.

from helpers import abort

ALLOWED = ("id", "name")

def sort(cursor, column):
    if column not in ALLOWED:
        abort(400)
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")  # <-- finding
