# Constants in the statement and values beside it.

COLUMNS = "id, name"

def find(cursor, name):
    cursor.execute("SELECT " + COLUMNS + " FROM users WHERE name = ?", (name,))  # <-- finding
