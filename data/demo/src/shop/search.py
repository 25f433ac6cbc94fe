"""Finding products by what a customer remembers of them."""

import sqlite3

from flask import Blueprint, abort, current_app, jsonify, request
from werkzeug.wrappers import Response

from shop import db

blueprint = Blueprint("search", __name__, url_prefix="/search")

FIELDS = ("name", "category", "description")


@blueprint.get("/")
def search() -> Response:
    term = request.args.get("q", "").replace("'", "\\'")
    rows = db.connection().execute(
        "SELECT id, name, price_cents FROM products WHERE published = 1"
        " AND name LIKE '%" + term + "%'"
    )
    return _answer(rows)


@blueprint.get("/advanced")
def advanced() -> Response:
    field = request.args.get("field", "name")
    if field not in FIELDS:
        abort(400, "No such field.")
    direction = "DESC" if request.args.get("newest") else "ASC"
    rows = db.connection().execute(
        f"SELECT id, name, price_cents FROM products WHERE published = 1"
        f" AND {field} LIKE ? ORDER BY id {direction}",
        (f"%{request.args.get('q', '')}%",),
    )
    return _answer(rows)


@blueprint.get("/suggest")
def suggest() -> Response:
    field = request.args.get("field", "name")
    if field not in FIELDS:
        current_app.logger.warning("suggest: no such field: %r", field)
    rows = db.connection().execute(
        f"SELECT DISTINCT {field} FROM products WHERE published = 1 AND {field} LIKE ? LIMIT 10",
        (f"{request.args.get('q', '')}%",),
    )
    return jsonify([row[0] for row in rows])


def _answer(rows: sqlite3.Cursor) -> Response:
    return jsonify([dict(row) for row in rows])
