# As many placeholders as there are values: only their number comes from outside.

def by_ids(cursor, ids):
    marks = ", ".join("?" for _ in ids)
    cursor.execute("SELECT id FROM users WHERE id IN (" + marks + ")", ids)  # <-- finding
