# The same for a starred call.

def page(cursor, names):
    tables = *names.first(), "users"
    cursor.execute("SELECT id FROM " + tables[1])  # <-- finding
