# Nor what a walrus binds.

TABLE = "orders"
if (name := input()):
    print("asked")

def page(cursor):
    cursor.execute("SELECT id FROM " + TABLE)  # <-- finding
