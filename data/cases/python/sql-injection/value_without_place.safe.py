# A value that has no place in the statement is no value of it.

def page(database, condition):
    return database.execute("SELECT id FROM users WHERE name = ?", condition)  # <-- finding
