# A guard after the call comes too late.

def page(cursor, order):
    cursor.execute("SELECT id FROM users ORDER BY id " + order)  # <-- finding
    if order not in ("asc", "desc"):
        return
