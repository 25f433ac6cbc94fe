# A method may be overridden by a subclass.

def order_of():
    return "id"

class Users:
    def order_of(self):
        return "id"

    def page(self, cursor):
        cursor.execute("SELECT id FROM users ORDER BY " + self.order_of())  # <-- finding
