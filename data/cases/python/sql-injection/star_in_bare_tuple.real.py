# However a starred item is written, it stands for any number of items.

def page(cursor, names):
    tables = *names[0], "users"
    cursor.execute("SELECT id FROM " + tables[1])  # <-- finding
