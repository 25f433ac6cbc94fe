# replace() puts the value where the word stands.

def page(cursor, limit):
    query = "SELECT id FROM users LIMIT :limit".replace(":limit", limit)
    cursor.execute(query)  # <-- finding
