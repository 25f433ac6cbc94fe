# Beside the query something is made for the next one: a number, or a text with user input in it.
def report(cursor, sort):
    count, tail = cursor.execute("SELECT count(*) FROM orders"), (" ORDER BY " + sort if sort else 0)  # <-- finding
    return count, cursor.execute("SELECT * FROM orders" + str(tail or ""))
