# All sinks of the statement must be proven.

def page(cursor, name):
    rows = cursor.execute("SELECT 1"), cursor.execute("SELECT 2")  # <-- finding
    return rows
