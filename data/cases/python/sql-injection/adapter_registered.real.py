# For all texts of the program.

import psycopg2.extensions as driver

driver.register_adapter(str, driver.AsIs)

def page(cursor, name):
    cursor.execute("SELECT id FROM users WHERE name = %s", (name,))  # <-- finding
