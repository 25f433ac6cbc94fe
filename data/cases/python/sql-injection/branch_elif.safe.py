# An elif, too.

def page(cursor, kind, name):
    table = "orders"
    if kind == 1:
        table = "archive"
    elif kind == 2:
        table = "drafts"
    cursor.execute("SELECT id FROM " + table)  # <-- finding
