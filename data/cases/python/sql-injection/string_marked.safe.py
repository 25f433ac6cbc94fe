# A text that is built is proven where it is built.

COLUMNS = "id, name"

def page(database, name):
    query = "SELECT " + COLUMNS + " FROM users"  # <-- finding
    return database.rows(query)
