# A function inside the helper keeps the list that it was given.

def adder(columns):
    def add(name):
        columns.append(name)
    return add

def page(cursor, name):
    columns = ["id"]
    add = adder(columns)
    add(name)
    cursor.execute("SELECT " + ", ".join(columns) + " FROM users")  # <-- finding
