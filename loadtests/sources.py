"""Code to be judged, as much of it as is wanted: equal numbers give equal bytes."""

SAFE_LINE = 8
UNSAFE_LINE = 8
SAFE_TYPE = UNSAFE_TYPE = "sql-injection"

_SAFE = """\
import sqlite3

COLUMNS = "id, name, price"


def newest_{number}(connection: sqlite3.Connection) -> list:
    \"\"\"Nothing but constants goes into the statement.{padding}\"\"\"
    return connection.execute("SELECT " + COLUMNS + " FROM product LIMIT {number}").fetchall()
"""
_UNSAFE = """\
import sqlite3


def named_{number}(connection: sqlite3.Connection, name: str) -> list:
    \"\"\"Whoever chooses the name chooses the statement.{padding}\"\"\"
    limit = {number}
    query = "SELECT id FROM product WHERE name = '" + name + "' LIMIT " + str(limit)
    return connection.execute(query).fetchall()
"""


def safe(number: int, size: int = 0) -> str:
    """A false positive in line 8, of about so many bytes."""
    return _filled(_SAFE, number, size)


def unsafe(number: int, size: int = 0) -> str:
    """A real vulnerability in line 8."""
    return _filled(_UNSAFE, number, size)


def _filled(template: str, number: int, size: int) -> str:
    bare = template.format(number=number, padding="")
    return template.format(number=number, padding=" ." * max((size - len(bare)) // 2, 0))
