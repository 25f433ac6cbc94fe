# or gives one side or the other.

def page(cursor, name):
    table = name or "users"
    cursor.execute("SELECT id FROM " + table)  # <-- finding
