# The variable of a comprehension is its own.

def page(cursor, names):
    name = "users"
    counts = [len(other) for other in names]
    cursor.execute("SELECT id FROM " + name)  # <-- finding
    return counts
