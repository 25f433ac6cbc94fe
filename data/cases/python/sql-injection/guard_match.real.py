# A case made of literals takes nothing else.

def page(cursor, order):
    match order:
        case "asc" | _:
            cursor.execute("SELECT id FROM users ORDER BY id " + order)  # <-- finding
