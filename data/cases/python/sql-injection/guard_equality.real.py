# Equal to a constant.

def page(cursor, order):
    if order != "asc":
        cursor.execute("SELECT id FROM users ORDER BY id " + order)  # <-- finding
