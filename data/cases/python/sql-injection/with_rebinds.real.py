# A context manager may swallow the exception that kept the old value.

def page(cursor, lock, text):
    table = text
    with lock:
        print(text)
        table = "orders"
    cursor.execute("SELECT id FROM " + table)  # <-- finding
