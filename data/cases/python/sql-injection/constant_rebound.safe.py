# A module constant that is bound twice is none.

TABLE = "orders"

def page(cursor, name):
    cursor.execute("SELECT id FROM " + TABLE)  # <-- finding

LATER = input()
