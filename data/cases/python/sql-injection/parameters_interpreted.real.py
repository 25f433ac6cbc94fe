# A statement that runs its own value as code is no place to bind a value to.

def run(cursor, text):
    cursor.execute("EXEC sp_executesql ?", (text,))  # <-- finding
