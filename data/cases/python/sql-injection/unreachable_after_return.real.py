# Nothing follows a return.

def page(cursor, name):
    print(name)
    cursor.execute("SELECT id FROM " + name)  # <-- finding
