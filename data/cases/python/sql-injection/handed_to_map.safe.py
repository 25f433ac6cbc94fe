# A sink that is handed on is called by somebody else.

def page(cursor, queries):
    return cursor.execute("SELECT 1"), list(map(len, queries))  # <-- finding
