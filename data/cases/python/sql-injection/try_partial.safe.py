# The body may stop anywhere.

def page(cursor, text):
    limit = 10
    try:
        other = text
        limit = int(text)
    except ValueError:
        pass
    cursor.execute(f"SELECT id FROM orders LIMIT {limit}")  # <-- finding
