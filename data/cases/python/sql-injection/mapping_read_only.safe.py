# A mapping that others can only read may be given to them.

from types import MappingProxyType

import plugins

SORTS = MappingProxyType({"name": "name", "newest": "id DESC"})

def page(cursor, sort):
    cursor.execute("SELECT id FROM users ORDER BY " + SORTS[sort])  # <-- finding

plugins.register(SORTS)
