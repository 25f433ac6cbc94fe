# Escaping for HTML is no protection in SQL.

from markupsafe import escape

def page(cursor, limit):
    limit = escape(limit)
    cursor.execute("SELECT id FROM users LIMIT %s" % limit)  # <-- finding
