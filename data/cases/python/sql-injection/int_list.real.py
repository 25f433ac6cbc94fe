# Numbers joined by commas.

def by_ids(cursor, ids):
    numbers = ",".join(str(i) for i in ids)
    cursor.execute("SELECT id FROM users WHERE id IN (%s)" % numbers)  # <-- finding
