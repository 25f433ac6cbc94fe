# Spread arguments are not known.

def page(cursor, values):
    cursor.execute("SELECT id FROM {table}".format(**values))  # <-- finding
