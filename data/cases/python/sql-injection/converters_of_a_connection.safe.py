# Values are bound; how they are quoted is what a connection is told, elsewhere.

import MySQLdb
from MySQLdb.converters import conversions


def connected():
    return MySQLdb.connect(host="db", charset="utf8mb4")


def orders(cursor, request):
    cursor.execute("SELECT id FROM orders WHERE name = %s", (request.args["n"],))  # <-- finding
    return cursor.fetchall()
