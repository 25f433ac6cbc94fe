# The smaller of two numbers.

def page(cursor, limit):
    limit = min(int(limit), 100)
    cursor.execute(f"SELECT id FROM users LIMIT {limit}")  # <-- finding
