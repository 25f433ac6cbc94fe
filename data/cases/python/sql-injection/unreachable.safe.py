# Code under a condition that is constantly false never runs.

def page(cursor, name):
    if False:
        cursor.execute("SELECT id FROM " + name)  # <-- finding
