# The function that is asked must be followed.

def page(cursor, order):
    direction = "ASC" if order == "asc" else order
    cursor.execute("SELECT id FROM users ORDER BY id " + direction)  # <-- finding
