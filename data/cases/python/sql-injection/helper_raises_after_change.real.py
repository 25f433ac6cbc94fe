# What a helper did before it raised is done.

def add(columns, name):
    columns.append(name)
    raise ValueError(name)

def page(cursor, name):
    columns = ["id"]
    try:
        add(columns, name)
    except ValueError:
        pass
    cursor.execute("SELECT " + ", ".join(columns) + " FROM users")  # <-- finding
