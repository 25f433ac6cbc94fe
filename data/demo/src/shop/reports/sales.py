"""Sales figures."""

import sqlite3

from flask import Blueprint, abort, jsonify, request
from werkzeug.wrappers import Response

from shop import db
from shop.web import staff_only

blueprint = Blueprint("sales", __name__, url_prefix="/reports/sales")

SUMMARY = ("status", "COUNT(*) AS orders", "SUM(total_cents) AS cents")
PERIODS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}

columns_on_offer = ["id", "status", "total_cents", "created_at"]
default_order = "created_at DESC"


@blueprint.get("/")
@staff_only
def summary() -> Response:
    return _answer("SELECT %s FROM orders GROUP BY status" % ", ".join(SUMMARY))


@blueprint.get("/by-period/<period>")
@staff_only
def by_period(period: str) -> Response:
    if period not in PERIODS:
        abort(404)
    return _answer(
        "SELECT strftime('{}', created_at) AS period, SUM(total_cents) AS cents"
        " FROM orders GROUP BY period".format(PERIODS[period])
    )


def _orders_table(archived: bool) -> str:
    if archived:
        return "orders_archive"
    return "orders"


@blueprint.get("/of-year/<int:year>")
@staff_only
def of_year(year: int) -> Response:
    table = _orders_table(archived="archived" in request.args)
    return _answer(
        "SELECT COUNT(*) AS orders FROM {} WHERE created_at LIKE ?".format(table), f"{year:04d}-%"
    )


def _details_table(kind: str) -> str:
    if kind == "lines":
        return "order_lines"
    return kind


@blueprint.get("/details/<kind>")
@staff_only
def details(kind: str) -> Response:
    return _answer("SELECT * FROM " + _details_table(kind) + " LIMIT 100")


@blueprint.post("/columns")
@staff_only
def add_column() -> Response:
    columns_on_offer.append(request.form["column"])
    return jsonify(columns_on_offer)


@blueprint.get("/table")
@staff_only
def table() -> Response:
    column = request.args.get("column", "total_cents")
    if column not in columns_on_offer:
        abort(400)
    return _answer(f"SELECT id, {column} FROM orders ORDER BY id")


@blueprint.post("/order")
@staff_only
def set_default_order() -> Response:
    global default_order
    default_order = request.form["order"]
    return jsonify(default_order)


@blueprint.get("/latest")
@staff_only
def latest() -> Response:
    return _answer("SELECT id, total_cents FROM orders ORDER BY " + default_order + " LIMIT 50")


def _answer(query: str, *values: str) -> Response:
    rows: list[sqlite3.Row] = db.connection().execute(query, values).fetchall()
    return jsonify([dict(row) for row in rows])
