# Bytes in an encoding that keeps ASCII as it is.

def page(cursor, raw):
    cursor.execute(raw.decode("utf-8"))  # <-- finding
