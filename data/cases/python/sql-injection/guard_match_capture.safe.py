# A pattern that captures takes anything.

def page(cursor, order):
    match order:
        case "asc":
            direction = "ASC"
        case _:
            direction = "DESC"
    cursor.execute("SELECT id FROM users ORDER BY id " + direction)  # <-- finding
