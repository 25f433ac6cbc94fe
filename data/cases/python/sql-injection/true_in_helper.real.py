# A helper that gives true for known columns alone.

COLUMNS = ("id", "name")

def is_column(word):
    if not word:
        return False
    return word.islower() or word in COLUMNS

def sort(cursor, column):
    if not is_column(column):
        raise ValueError(column)
    cursor.execute("SELECT id FROM users ORDER BY " + column)  # <-- finding
