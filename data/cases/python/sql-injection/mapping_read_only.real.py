# A mapping that others can only read.

from types import MappingProxyType

SORTS = dict({"name": "name", "newest": "id DESC"})

def page(cursor, sort):
    cursor.execute("SELECT id FROM users ORDER BY " + SORTS[sort])  # <-- finding
