# Every branch counts.

def page(cursor, archived, name):
    if archived:
        table = "archive"
    else:
        table = name
    cursor.execute("SELECT id FROM " + table)  # <-- finding
