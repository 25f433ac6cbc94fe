# A class in view makes a statement of what it is given.

import sqlite3

class Table:
    def run(self, name, condition):
        return sqlite3.connect("shop.db").cursor().execute(f"SELECT * FROM {name} WHERE {condition}")

def page(cursor, condition):
    return sqlite3.connect("shop.db").execute("SELECT id FROM users WHERE name = ?", [condition])  # <-- finding
