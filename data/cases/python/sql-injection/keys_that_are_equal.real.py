# True and 1 are one key.

def page(cursor, name):
    tables = {"a": "users", **{"a": name}}
    cursor.execute("SELECT id FROM " + tables["a"])  # <-- finding
