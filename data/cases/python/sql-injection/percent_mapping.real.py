# Every value of the mapping that is filled in must be harmless.

TABLE = "orders"

def page(cursor, size, order):
    values = {"table": TABLE, "size": int(size), "order": order}
    cursor.execute("SELECT id FROM %(table)s LIMIT %(order)s" % values)  # <-- finding
