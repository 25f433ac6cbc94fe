# True and 1 are one key.

def page(cursor, name):
    tables = {"b": name, "a": "users"}
    cursor.execute("SELECT id FROM " + tables["a"])  # <-- finding
