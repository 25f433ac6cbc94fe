# A script takes no values.

SCHEMA = "CREATE TABLE users (id INTEGER);"

def create(database, script):
    database.executescript(SCHEMA)  # <-- finding
