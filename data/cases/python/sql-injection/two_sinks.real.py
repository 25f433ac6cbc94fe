# All sinks of the statement must be proven.

def page(cursor, name):
    rows = cursor.execute("SELECT 1"), cursor.execute(name)  # <-- finding
    return rows
