# A constant of a class that nobody in view sets, by the name of the class.

class Users:
    TABLE = "users"

def page(cursor, name):
    cursor.execute("SELECT id FROM " + Users.TABLE)  # <-- finding
