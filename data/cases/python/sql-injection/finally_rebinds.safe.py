# The finally block has the last word.

def page(cursor, text):
    table = "orders"
    try:
        print(text)
    finally:
        other = text
    cursor.execute(f"SELECT id FROM {table}")  # <-- finding
    return other
