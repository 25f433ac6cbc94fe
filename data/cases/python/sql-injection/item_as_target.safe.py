# An item can be the variable of a loop.

def page(cursor, names):
    columns = ["id"]
    for name in names:
        print(name)
    cursor.execute("SELECT " + columns[0] + " FROM users")  # <-- finding
