# A closure sees the last value of the variable.

def make(cursor, name):
    table = "orders"
    def page():
        cursor.execute("SELECT id FROM " + table)  # <-- finding
    table = name
    return page, table
