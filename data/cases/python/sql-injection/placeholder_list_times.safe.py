# A repeated list, joined.

def by_ids(cursor, ids, mark):
    marks = ", ".join(["%s"] * len(ids))
    cursor.execute(f"SELECT id FROM users WHERE id IN ({marks})", ids)  # <-- finding
