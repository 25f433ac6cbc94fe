# An attribute of a class may be set by anyone.

COLUMNS = "id, name"

class Users:
    columns = "id, name"

    def page(self, cursor):
        cursor.execute("SELECT " + COLUMNS + " FROM users")  # <-- finding
