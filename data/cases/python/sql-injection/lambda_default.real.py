# A default of a lambda may be given another value.

TABLE = "orders"

def make(cursor):
    return lambda name=TABLE: cursor.execute("SELECT id FROM " + name)  # <-- finding
