# The method that others call is taken out of a list.


def load(pool, cursor, queries):
    return cursor.execute("SELECT 1"), pool.map([cursor.execute][0], queries)  # <-- finding
