# An augmented assignment binds, too.

table = "orders"
suffix = ""

def page(cursor, name):
    cursor.execute("SELECT id FROM " + table)  # <-- finding

def use(name):
    global suffix
    suffix += name
