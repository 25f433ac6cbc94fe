# repr() of a value is not modelled.

NAME = "open"

def page(cursor, name):
    cursor.execute(f"SELECT id FROM orders WHERE status = {name!r}")  # <-- finding
