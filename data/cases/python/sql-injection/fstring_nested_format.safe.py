# A format that comes from a value can hold any fill character.

def of_year(cursor, year, width):
    cursor.execute(f"SELECT id FROM orders WHERE year = {int(year):4d}")  # <-- finding
