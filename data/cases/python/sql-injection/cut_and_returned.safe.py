# The helper cuts a constant.

def cleaned(name):
    return " owner ".strip(" ")  # <-- finding


def rows(cursor, name):
    cursor.execute("SELECT * FROM orders WHERE " + cleaned(name) + " = %s", (name,))
    return cursor.fetchall()
