# A repeated letter, joined.

def by_ids(cursor, ids):
    marks = ",".join(ids)
    cursor.execute("SELECT id FROM users WHERE id IN (%s)" % marks, ids)  # <-- finding
