# An adapter that puts values into the statement as they are.

from psycopg2.extensions import AsIs

def page(cursor, order):
    cursor.execute("SELECT id FROM users ORDER BY %s", (AsIs(order),))  # <-- finding
