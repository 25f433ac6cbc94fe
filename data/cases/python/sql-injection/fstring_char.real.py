# The format c makes any character of a number.

def of_year(cursor, year):
    cursor.execute(f"SELECT id FROM orders WHERE year = {int(year):c}")  # <-- finding
