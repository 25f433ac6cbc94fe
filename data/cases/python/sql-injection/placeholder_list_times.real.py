# A repeated list, joined.

def by_ids(cursor, ids, mark):
    marks = ", ".join([mark] * len(ids))
    cursor.execute(f"SELECT id FROM users WHERE id IN ({marks})", ids)  # <-- finding
