# What the loop made in its last round comes into the next one.

def search(cursor, words):
    query = "SELECT id FROM users WHERE 1 = 1"
    last = ""
    for word in words:
        cursor.execute(query + last)  # <-- finding
        last = " AND 1 = 1"
