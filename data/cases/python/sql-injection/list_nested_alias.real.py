# A list inside a list is the same list.

def rows(cursor, name):
    columns = ["id"]
    both = [columns, columns]
    both[0].append(name)
    cursor.execute("SELECT " + ", ".join(columns) + " FROM users")  # <-- finding
