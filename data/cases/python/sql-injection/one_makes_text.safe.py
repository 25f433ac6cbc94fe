# One of two functions makes a text of what it is given, the other may call it.
import html


def find(cursor, pool, key):
    return cursor.execute("SELECT 1"), (html.escape)(cursor.execute)  # <-- finding
