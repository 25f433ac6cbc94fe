# Identifiers that psycopg quotes; in quotes that are there already, they end them.

from psycopg2 import sql

def find(cursor, table, key):
    query = sql.SQL("SELECT * FROM {} WHERE id = %s").format(sql.Identifier(table))
    cursor.execute(query, (key,))  # <-- finding
