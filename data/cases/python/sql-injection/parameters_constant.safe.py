# Constants may be bound anywhere.

def find(cursor, name):
    cursor.execute("SELECT id FROM users WHERE name = 'x%s'", ("admin",))  # <-- finding
