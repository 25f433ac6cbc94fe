# A class body sees its own names first.

class Report:
    size = str
    def rows(cursor, limit):
        limit = int(limit)
        cursor.execute("SELECT id FROM orders LIMIT %s" % limit)  # <-- finding

def page(cursor, limit, number=float):
    return limit
