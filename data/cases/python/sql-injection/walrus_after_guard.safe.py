# A name that the test itself binds anew is not what was tested.

def page(cursor, column, other):
    if column in ("id", "name") and (unused := other):
        cursor.execute("SELECT id FROM users ORDER BY " + column)  # <-- finding
