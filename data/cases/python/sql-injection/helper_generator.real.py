# What a generator yields is not followed.

def columns(name):
    yield name

def page(cursor, name):
    cursor.execute("SELECT " + ", ".join(columns(name)) + " FROM users")  # <-- finding
