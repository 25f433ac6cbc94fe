# What two queries give makes one text.


def counts(cursor, database, name):
    return f"{cursor.execute('SELECT 1')}, {database.run('SELECT id FROM users WHERE name = ' + '1')}"  # <-- finding
