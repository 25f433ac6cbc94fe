# A value that is quoted by the driver is the body of a function.

def page(cursor, body):
    cursor.execute("CREATE FUNCTION total() RETURNS int LANGUAGE sql AS %s", (body,))  # <-- finding
