# An exception carries what it was raised with.

def page(cursor, text):
    error = "orders"
    try:
        raise ValueError(text)
    except ValueError as caught:
        error = str(caught)
    cursor.execute("SELECT id FROM " + error)  # <-- finding
