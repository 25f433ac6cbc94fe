# A function of the same file that gives constants on every way.

def table_of(archived):
    if archived:
        return "orders_archive"
    return "orders"

def page(cursor, kind):
    cursor.execute("SELECT id FROM " + table_of(kind))  # <-- finding
