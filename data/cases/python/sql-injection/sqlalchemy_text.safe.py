# text() is the statement that it is given.

from sqlalchemy import text

def page(connection, name):
    connection.execute(text("SELECT id FROM users WHERE name = :name"), {"name": name})  # <-- finding
