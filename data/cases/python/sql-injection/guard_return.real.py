# A value that is not in a constant collection has left before.

def sort(cursor, column):
    if column not in ("id", "name"):
        print(column)
    cursor.execute("SELECT id FROM users ORDER BY " + column)  # <-- finding
