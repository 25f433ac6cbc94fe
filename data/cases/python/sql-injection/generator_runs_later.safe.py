# A generator reads its names when it runs.

def make(cursor, name):
    query = "SELECT 1"
    rows = (cursor.execute(query) for _ in range(2))  # <-- finding
    other = name
    return rows, other
