# A deleted variable has no value that could be relied upon.

def page(cursor, name):
    table = "users"
    other = name
    table = other
    cursor.execute("SELECT id FROM " + table)  # <-- finding
