# A condition of the comprehension holds for its items.

ALLOWED = ("id", "name")

def page(cursor, wanted):
    columns = [c for c in wanted if c or ALLOWED]
    cursor.execute("SELECT " + ", ".join(columns) + " FROM users")  # <-- finding
