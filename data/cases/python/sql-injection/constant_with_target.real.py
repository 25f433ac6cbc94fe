# Nor is what a context manager gives.

TABLE = "orders"
with open("tables") as TABLE:
    print(TABLE)

def page(cursor):
    cursor.execute("SELECT id FROM " + TABLE)  # <-- finding
