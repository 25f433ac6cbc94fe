# A docstring that the code itself reads.

def page(cursor):
    "SELECT id FROM users WHERE name = '%s'"  # <-- finding
    cursor.execute(page.__name__)
