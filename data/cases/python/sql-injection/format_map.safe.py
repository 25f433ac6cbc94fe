# The mapping of format_map must be known.

def page(cursor, values):
    cursor.execute("SELECT id FROM {table}".format_map({"table": "orders"}))  # <-- finding
