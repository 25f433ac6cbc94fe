# Where the end of a helper can turn its answer, the answer says nothing.

COLUMNS = ("id", "name")

def is_column(word):
    try:
        return word in COLUMNS
    finally:
        return True

def sort(cursor, column):
    if not is_column(column):
        raise ValueError(column)
    cursor.execute("SELECT id FROM users ORDER BY " + column)  # <-- finding
