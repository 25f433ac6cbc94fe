# An item that is set anywhere changes the table.

SORTS = {"name": "name", "newest": "id DESC"}

def page(cursor, sort):
    cursor.execute("SELECT id FROM users ORDER BY " + SORTS[sort])  # <-- finding

def more(name, order):
    print(SORTS[name], order)
