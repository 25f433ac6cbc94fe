# The mapped function decides.

def by_ids(cursor, ids):
    numbers = ",".join(map(str, map(repr, ids)))
    cursor.execute("SELECT id FROM users WHERE id IN (%s)" % numbers)  # <-- finding
