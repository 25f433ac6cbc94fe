# A lambda sees the variable of the comprehension around it.

q = "SELECT 1"

def make(cursor, queries):
    return [lambda: cursor.execute(q) for q in queries]  # <-- finding
