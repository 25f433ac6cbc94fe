# What a query gives stands in the text of the next one, beside what somebody has given.
def rows(cursor, limits, name):
    query = f"SELECT * FROM orders WHERE owner = '{len(name)}' LIMIT {limits.execute('SELECT most FROM limits').fetchone()[0]}"  # <-- finding
    return cursor.execute(query)
