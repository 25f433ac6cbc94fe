# A lambda sees the variable of the comprehension around it.

q = "SELECT 1"

def make(cursor, queries):
    return [lambda: cursor.execute("SELECT 1") for q in queries]  # <-- finding
