# A lambda may change the list whenever it is called.

def page(cursor, name):
    columns = ["id"]
    note = lambda: columns.append(name)
    note()
    cursor.execute("SELECT " + ", ".join(columns) + " FROM users")  # <-- finding
