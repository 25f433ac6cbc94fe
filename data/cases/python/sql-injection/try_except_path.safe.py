# The handler runs where something went wrong.

def page(cursor, text):
    try:
        limit = int(text)
    except ValueError:
        limit = 10
    cursor.execute(f"SELECT id FROM orders LIMIT {limit}")  # <-- finding
