# Bytes in an encoding that keeps ASCII as it is.

def page(cursor, raw):
    cursor.execute(b"SELECT 1".decode("utf-8"))  # <-- finding
