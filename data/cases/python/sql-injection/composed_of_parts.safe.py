# Names and placeholders by the number of what is given.

from psycopg import sql

def insert(cursor, row):
    names = list(row)
    query = sql.SQL("INSERT INTO shop ({names}) VALUES ({values})").format(
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join(sql.Placeholder() * len(names)),
    )
    cursor.execute(query, list(row.values()))  # <-- finding
