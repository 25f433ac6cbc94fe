# An item that is set anywhere changes the table.

_SORTS = {"name": "name", "newest": "id DESC"}

def page(cursor, sort):
    cursor.execute("SELECT id FROM users ORDER BY " + _SORTS[sort])  # <-- finding

def more(name, order):
    _SORTS[name] = order
