# A missing key raises.

_SORTS = {"name": "name", "newest": "id DESC"}

def page(cursor, sort):
    cursor.execute("SELECT id FROM users ORDER BY " + _SORTS[sort])  # <-- finding

def more(sorts):
    sorts.update(dict(_SORTS))
