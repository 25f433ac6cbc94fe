# A format for numbers gives digits or raises.

def of_year(cursor, year):
    cursor.execute(f"SELECT id FROM orders WHERE day LIKE '{year:04d}-%'")  # <-- finding
