# Whatever the key, a value of a constant table; get() gives the default for other keys.

_SORTS = {"name": "name", "newest": "id DESC"}

def page(cursor, sort):
    order = _SORTS.get(sort, "id")
    cursor.execute(f"SELECT id FROM users ORDER BY {order}")  # <-- finding
