"""SQLite: one connection a request, the schema, and a little stock to start with."""

import sqlite3

from flask import Flask, current_app, g

SCHEMA = """
CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL DEFAULT '',
    street TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    newsletter INTEGER NOT NULL DEFAULT 0,
    role TEXT NOT NULL DEFAULT 'customer',
    password_hash TEXT NOT NULL,
    reset_token TEXT
);
CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    price_cents INTEGER NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0,
    published INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS reviews (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    author TEXT NOT NULL,
    headline TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    status TEXT NOT NULL DEFAULT 'open',
    total_cents INTEGER NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE IF NOT EXISTS orders_archive AS SELECT * FROM orders WHERE 0;
CREATE TABLE IF NOT EXISTS order_lines (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS hooks (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    signing_key TEXT NOT NULL
);
"""

TABLES = ("users", "products", "reviews", "orders", "orders_archive", "order_lines", "hooks")

STOCK = (
    ("Halyard, 10 mm", "rope", "Pre-stretched polyester, sold by the metre.", 320, 400),
    ("Dock line, 14 mm", "rope", "With a spliced eye.", 2450, 60),
    ("Snap shackle", "hardware", "Stainless, swivel bail.", 3890, 25),
    ("Brass bell, 15 cm", "hardware", "Loud.", 7900, 8),
    ("Beeswax thread", "repair", "For hand-sewn whippings.", 590, 120),
)


def init_app(app: Flask) -> None:
    app.teardown_appcontext(_close)
    with app.app_context():
        connection().executescript(SCHEMA)
        if row_counts()["products"] == 0:
            _stock_up()


def connection() -> sqlite3.Connection:
    """Return the connection of this request, opened at first use."""
    if "db" not in g:
        g.db = sqlite3.connect(current_app.config["DATABASE"])
        g.db.row_factory = sqlite3.Row
    return g.db


def row_counts() -> dict[str, int]:
    """Return how many rows each table holds, for the health page."""
    counts = {}
    for table in TABLES:
        counts[table] = connection().execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
    return counts


def _stock_up() -> None:
    connection().executemany(
        "INSERT INTO products (name, category, description, price_cents, stock)"
        " VALUES (?, ?, ?, ?, ?)",
        STOCK,
    )
    connection().commit()


def _close(error: BaseException | None) -> None:
    opened = g.pop("db", None)
    if opened is not None:
        opened.close()
