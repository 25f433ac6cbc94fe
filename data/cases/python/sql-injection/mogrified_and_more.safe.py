# A statement that the driver has filled is made longer before it is run.
def rows(cursor, number, sort):
    query = cursor.mogrify("SELECT * FROM orders WHERE id > %s", (number,)).decode() + " ORDER BY " + "id"  # <-- finding
    cursor.execute(query)
    return cursor.fetchall()
