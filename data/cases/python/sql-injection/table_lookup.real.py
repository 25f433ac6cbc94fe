# Whatever the key, a value of a constant table; get() gives the default for other keys.

SORTS = {"name": "name", "newest": "id DESC"}

def page(cursor, sort):
    order = SORTS.get(sort, sort)
    cursor.execute(f"SELECT id FROM users ORDER BY {order}")  # <-- finding
