# Nor what a handler binds.

TABLE = "orders"
try:
    import fast
except ImportError as error:
    print(error)

def page(cursor):
    cursor.execute("SELECT id FROM " + TABLE)  # <-- finding
