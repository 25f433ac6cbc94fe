# A text that is built beside, and run by a method of another name.

def page(cursor, database, name):
    return cursor.execute("SELECT 1") and database.run("SELECT id FROM users" + " WHERE name = '%s'" % name)  # <-- finding
