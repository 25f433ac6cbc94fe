# Another function may bind it.

table = "orders"

def page(cursor, name):
    cursor.execute("SELECT id FROM " + table)  # <-- finding

def use(name):
    print(name)
