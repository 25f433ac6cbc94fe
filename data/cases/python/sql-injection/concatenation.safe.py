# Joined constants are a constant.

COLUMNS = "id, " + "name"

def page(cursor, table):
    cursor.execute("SELECT " + COLUMNS + " FROM users" " WHERE id > 0")  # <-- finding
