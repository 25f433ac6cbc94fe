# The object beside it binds the name.

import sqlite3


class Journal:
    def __init__(self, connection):
        self.connection = connection

    def note(self, name):
        self.connection.execute("INSERT INTO seen VALUES (?)", (name,))


def rows(connection, journal, name):
    return connection.execute("SELECT * FROM orders").fetchall(), journal.note(name)  # <-- finding
