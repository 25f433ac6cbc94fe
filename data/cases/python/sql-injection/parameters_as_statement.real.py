# MySQL prepares what a variable holds.

def page(cursor, name):
    cursor.execute("SET @statement = %s", (name,))  # <-- finding
