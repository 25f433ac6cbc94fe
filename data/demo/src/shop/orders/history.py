"""Placing an order, and a customer's orders so far."""

import sqlite3

from flask import Blueprint, jsonify, request
from markupsafe import escape
from werkzeug.wrappers import Response

from shop import db, webhooks
from shop.catalog import repository
from shop.web import customer

blueprint = Blueprint("orders", __name__, url_prefix="/orders")

STATUSES = ("open", "paid", "shipped", "returned")
COLUMNS = "id, user_id, status, total_cents, note"


@blueprint.get("/")
def latest() -> Response:
    limit = int(request.args.get("limit", "10"))
    rows = db.connection().execute(
        "SELECT id, status, total_cents FROM orders WHERE user_id = %d ORDER BY id DESC LIMIT %d"
        % (customer()["id"], limit)
    )
    return _answer(rows)


@blueprint.get("/above")
def above() -> Response:
    minimum = escape(request.args.get("cents", "0"))
    rows = db.connection().execute(
        "SELECT id, user_id, total_cents, note FROM orders WHERE user_id = ?"
        " AND total_cents >= %s" % minimum,
        (customer()["id"],),
    )
    return _answer(rows)


@blueprint.get("/with-status/<status>")
def with_status(status: str) -> Response:
    return jsonify([dict(row) for row in _with_status(customer()["id"], status)])


def _with_status(user_id: int, status: str) -> list[sqlite3.Row]:
    if status not in STATUSES:
        return []
    query = "SELECT " + COLUMNS + " FROM orders WHERE user_id = ? AND status = '" + status + "'"
    return db.connection().execute(query, (user_id,)).fetchall()


@blueprint.post("/")
def place() -> tuple[Response, int]:
    user = customer()
    database = db.connection()
    product = repository.by_id(database, int(request.form["product"]))
    if product is None:
        return jsonify(error="no such product"), 404
    quantity = int(request.form.get("quantity", "1"))
    created = database.execute(
        "INSERT INTO orders (user_id, total_cents, note) VALUES (?, ?, ?)",
        (user["id"], product["price_cents"] * quantity, request.form.get("note", "")),
    )
    database.execute(
        "INSERT INTO order_lines (order_id, product_id, quantity) VALUES (?, ?, ?)",
        (created.lastrowid, product["id"], quantity),
    )
    database.commit()
    webhooks.deliver("order.placed", {"order": created.lastrowid})
    return jsonify(order=created.lastrowid), 201


def _answer(rows: sqlite3.Cursor) -> Response:
    return jsonify([dict(row) for row in rows])
