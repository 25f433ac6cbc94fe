# MySQL prepares what a variable holds.

def page(cursor, name):
    cursor.execute("SELECT %s", (name,))  # <-- finding
