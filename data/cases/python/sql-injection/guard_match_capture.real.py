# A pattern that captures takes anything.

def page(cursor, order):
    match order:
        case "asc":
            direction = "ASC"
        case direction:
            pass
    cursor.execute("SELECT id FROM users ORDER BY id " + direction)  # <-- finding
