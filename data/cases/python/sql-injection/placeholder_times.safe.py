# A repeated letter, joined.

def by_ids(cursor, ids):
    marks = ",".join("?" * len(ids))
    cursor.execute("SELECT id FROM users WHERE id IN (%s)" % marks, ids)  # <-- finding
