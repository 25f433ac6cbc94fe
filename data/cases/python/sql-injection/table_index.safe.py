# A missing key raises.

SORTS = {"name": "name", "newest": "id DESC"}

def page(cursor, sort):
    cursor.execute("SELECT id FROM users ORDER BY " + SORTS[sort])  # <-- finding

def more(sorts):
    sorts.update(dict(SORTS))
