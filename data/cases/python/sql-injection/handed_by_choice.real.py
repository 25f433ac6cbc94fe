# One of two methods is given to somebody who calls it.

def store(cursor, pool, rows, query, many):
    return cursor.execute("SELECT 1"), pool.apply(cursor.executemany if many else cursor.execute, query)  # <-- finding
