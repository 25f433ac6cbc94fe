# Nothing follows a return.

def page(cursor, name):
    return None
    cursor.execute("SELECT id FROM " + name)  # <-- finding
