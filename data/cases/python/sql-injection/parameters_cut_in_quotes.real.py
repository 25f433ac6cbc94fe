# A driver that fills in by % quotes the value first: here it is cut inside of quotes.

def page(cursor, name):
    cursor.execute("SELECT id FROM users WHERE name = '%.20s'", (name,))  # <-- finding
