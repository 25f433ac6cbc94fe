# The else of a loop.

def page(cursor, names):
    table = "orders"
    while names:
        if table := names.pop():
            break
    else:
        table = "archive"
    cursor.execute("SELECT id FROM " + table)  # <-- finding
