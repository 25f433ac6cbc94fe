# What a helper cuts off a name says nothing of the rest, which others put into a query.

def cleaned(name):
    return " owner ".strip(" ")  # <-- finding


def rows(cursor, name):
    cursor.execute("SELECT * FROM orders WHERE owner = '" + cleaned(name) + "'")
    return cursor.fetchall()
