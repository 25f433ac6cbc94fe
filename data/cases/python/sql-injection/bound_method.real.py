# A method that is kept changes the list when it is called.

def page(cursor, name):
    columns = ["id"]
    add = columns.append
    add(name)
    cursor.execute("SELECT " + ", ".join(columns) + " FROM users")  # <-- finding
