# A finally that returns swallows the exception of the guard.

def check(column):
    try:
        if column not in ("id", "name"):
            raise ValueError(column)
        return column
    finally:
        return column

def page(cursor, column):
    cursor.execute("SELECT " + check(column) + " FROM users")  # <-- finding
