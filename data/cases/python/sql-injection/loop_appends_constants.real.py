# Constants appended in a loop stay constants.

def search(cursor, filters):
    query = "SELECT id FROM users WHERE 1 = 1"
    for name in filters:
        query += " AND name = " + name
    cursor.execute(query, filters)  # <-- finding
