# A value that has no place in the statement is no value of it.

def page(database, name, order):
    return database.fetch_all("SELECT id FROM users WHERE name = ?", [name])  # <-- finding
