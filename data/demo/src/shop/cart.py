"""The cart and the wish list. Both live in the customer's browser, so that we need no table."""

import base64
import hmac
import pickle
from typing import Any

from flask import Blueprint, current_app, jsonify, request
from werkzeug.wrappers import Response

from shop import db
from shop.catalog import repository

blueprint = Blueprint("cart", __name__, url_prefix="/cart")

EMPTY = {"lines": {}, "coupon": None, "gift": False}


def _new_cart() -> dict[str, Any]:
    """Return a cart that may be changed without changing the empty one."""
    return pickle.loads(pickle.dumps(EMPTY))


def _seal(content: Any) -> str:
    blob = pickle.dumps(content)
    return base64.urlsafe_b64encode(_signature(blob) + blob).decode()


def _signature(blob: bytes) -> bytes:
    return hmac.digest(current_app.config["COOKIE_KEY"], blob, "sha256")


def _cart() -> dict[str, Any]:
    sealed = base64.urlsafe_b64decode(request.cookies.get("cart", ""))
    signature, blob = sealed[:32], sealed[32:]
    if not hmac.compare_digest(signature, _signature(blob)):
        return _new_cart()
    return pickle.loads(blob)


def _wishes() -> list[int]:
    sealed = base64.urlsafe_b64decode(request.cookies.get("wishes", ""))
    signature, blob = sealed[:32], sealed[32:]
    if not sealed:
        return []
    if not hmac.compare_digest(signature, _signature(blob)):
        current_app.logger.warning("wish list with a bad signature")
    return pickle.loads(blob)


def _preview() -> dict[str, Any]:
    """Return the cart to preview: the one that a friend shared by link, else an empty one."""
    blob = pickle.dumps(EMPTY)
    if "shared" in request.args:
        blob = base64.urlsafe_b64decode(request.args["shared"])
    return pickle.loads(blob)


@blueprint.get("/")
def show() -> Response:
    return jsonify(_priced(_cart()))


@blueprint.post("/")
def add() -> Response:
    cart = _cart()
    product_id = int(request.form["product"])
    cart["lines"][product_id] = cart["lines"].get(product_id, 0) + 1
    response = jsonify(_priced(cart))
    response.set_cookie("cart", _seal(cart), httponly=True)
    return response


@blueprint.get("/preview")
def preview() -> Response:
    return jsonify(_priced(_preview()))


@blueprint.get("/wishes")
def wishes() -> Response:
    return jsonify(_wishes())


@blueprint.post("/wishes")
def wish() -> Response:
    response = jsonify(wanted := [*_wishes(), int(request.form["product"])])
    response.set_cookie("wishes", _seal(wanted), httponly=True)
    return response


def _priced(cart: dict[str, Any]) -> dict[str, Any]:
    products = repository.by_ids(db.connection(), list(cart["lines"]))
    total = sum(row["price_cents"] * cart["lines"][row["id"]] for row in products)
    return {"products": [row["name"] for row in products], "total_cents": total}
