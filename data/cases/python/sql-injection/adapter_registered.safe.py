# For all texts of the program.

import sqlite3 as driver

sqlite3.register_adapter(str, driver.PrepareProtocol)

def page(cursor, name):
    cursor.execute("SELECT id FROM users WHERE name = %s", (name,))  # <-- finding
