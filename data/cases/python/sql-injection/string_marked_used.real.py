# A constant text that is completed later is not proven by being constant.

def page(cursor, name):
    query = "SELECT id FROM users WHERE name = ?"  # <-- finding
    cursor.execute(query.replace("?", name))
