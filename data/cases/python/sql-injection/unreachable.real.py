# Code under a condition that is constantly false never runs.

def page(cursor, name):
    if name:
        cursor.execute("SELECT id FROM " + name)  # <-- finding
