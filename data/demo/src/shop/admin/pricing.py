"""Prices: rounding, discounts and the pocket calculator of the back office."""

import re
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from shop.web import staff_only

blueprint = Blueprint("pricing", __name__, url_prefix="/admin/pricing")

ARITHMETIC = re.compile(r"[0-9]{1,6}( ?[-+*] ?[0-9]{1,6}){0,20}")

# The till runs the same two texts.
ROUNDING = "lambda cents: 5 * round(cents / 5)"
DISCOUNTS = """
def volume(quantity):
    return 10 if quantity >= 50 else 5 if quantity >= 10 else 0

def loyalty(orders):
    return min(orders, 12)
"""

to_five_cents = eval(ROUNDING)
discounts: dict[str, Any] = {}
exec(DISCOUNTS, discounts)


@blueprint.get("/discount")
@staff_only
def discount() -> Response:
    quantity = int(request.args.get("quantity", "1"))
    cents = int(request.args["cents"]) * (100 - discounts["volume"](quantity)) / 100
    return jsonify(cents=to_five_cents(cents))


@blueprint.get("/calculate")
@staff_only
def calculate() -> Response:
    sum_ = request.args["sum"]
    if not ARITHMETIC.fullmatch(sum_):
        abort(400, "Only whole numbers, +, - and *.")
    return jsonify(result=eval(sum_))


@blueprint.get("/estimate")
@staff_only
def estimate() -> Response:
    sum_ = request.args["sum"]
    if not ARITHMETIC.match(sum_):
        abort(400, "Only whole numbers, +, - and *.")
    return jsonify(result=eval(sum_))


@blueprint.post("/campaign")
@staff_only
def campaign() -> Response:
    """Try the formula of a campaign on a few prices."""
    formula = request.form["formula"]
    prices = (500, 2000, 10000)
    return jsonify([eval(formula, {"__builtins__": {}}, {"cents": cents}) for cents in prices])
