# A function that adds to the list it is given.

def add(columns, name):
    columns.append(name)

def page(cursor, name):
    columns = ["id"]
    add(columns, name)
    cursor.execute("SELECT " + ", ".join(columns) + " FROM users")  # <-- finding
