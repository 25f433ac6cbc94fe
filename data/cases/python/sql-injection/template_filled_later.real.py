# The text is a template of a statement that is made later.

def page(database, name):
    query = "SELECT id FROM users WHERE name = '{}'"  # <-- finding
    return database.run(query.format(name))
