# A constant of a class that nobody sets; anybody could.

class Users:
    TABLE = "users"

def page(cursor, name):
    cursor.execute("SELECT id FROM " + name)  # <-- finding
