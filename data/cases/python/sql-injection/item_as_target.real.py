# An item can be the variable of a loop.

def page(cursor, names):
    columns = ["id"]
    for columns[0] in names:
        print(columns)
    cursor.execute("SELECT " + columns[0] + " FROM users")  # <-- finding
