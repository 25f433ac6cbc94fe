# A docstring is not executed.

def page(cursor, name):
    cursor.execute('SELECT id FROM ' + name)  # <-- finding
    return name
