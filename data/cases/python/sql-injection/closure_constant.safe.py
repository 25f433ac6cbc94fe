# A variable of the function outside that is bound once.

def make(cursor, name):
    table = "orders"
    def page():
        cursor.execute("SELECT id FROM " + table)  # <-- finding
    return page
