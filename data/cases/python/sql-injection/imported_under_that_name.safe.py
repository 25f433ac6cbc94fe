# A function of the project that only has the name.

from shop.database import execute

def page(name):
    return execute("SELECT id FROM users WHERE name = ? ORDER BY id", "Anna")  # <-- finding
