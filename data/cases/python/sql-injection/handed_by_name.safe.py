# A method that is got by its name is given to somebody who calls it.

def store(cursor, pool, queries):
    return cursor.execute("SELECT 1"), pool.map(getattr(cursor, "close"), queries)  # <-- finding
