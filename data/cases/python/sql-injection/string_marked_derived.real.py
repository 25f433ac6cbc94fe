# What is made of the text counts as well.

def page(cursor, name):
    query = "SELECT id FROM users"  # <-- finding
    whole = query + " WHERE name = " + name
    cursor.execute(whole)
