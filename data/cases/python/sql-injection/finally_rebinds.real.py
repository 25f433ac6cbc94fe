# The finally block has the last word.

def page(cursor, text):
    table = "orders"
    try:
        print(text)
    finally:
        table = other = text
    cursor.execute(f"SELECT id FROM {table}")  # <-- finding
    return other
