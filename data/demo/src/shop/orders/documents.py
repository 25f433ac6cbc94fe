"""The papers of an order: invoice, receipt and packing slip."""

import sqlite3

from flask import Blueprint, abort, make_response
from jinja2 import Environment
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from shop import db
from shop.web import customer, money, page

blueprint = Blueprint("documents", __name__, url_prefix="/orders/<int:order_id>")

AUTOESCAPE = True

invoices = Environment(autoescape=AUTOESCAPE, trim_blocks=True)
receipts = Environment(trim_blocks=True)
slips = Environment(trim_blocks=True, keep_trailing_newline=True)

INVOICE = invoices.from_string("<h1>Invoice {{ order.id }}</h1><p>{{ order.note }}</p>")
RECEIPT = receipts.from_string("<h1>Receipt {{ order.id }}</h1><p>{{ order.note }}</p>")
SLIP = slips.from_string("PACKING SLIP {{ order.id }}\n\n{{ order.note }}\n")


@blueprint.get("/invoice")
def invoice(order_id: int) -> str:
    order = _order(order_id)
    total = money(order["total_cents"])
    rows = [Markup("<tr><th>Σ</th>"), Markup("<td>incl. VAT: %s</td></tr>" % escape(total))]
    table = Markup("<table>{}</table>").format(Markup("").join(rows))
    return page("Invoice", Markup(INVOICE.render(order=order)), table)


@blueprint.get("/receipt")
def receipt(order_id: int) -> str:
    return RECEIPT.render(order=_order(order_id))


@blueprint.get("/slip.txt")
def slip(order_id: int) -> Response:
    response = make_response(SLIP.render(order=_order(order_id)))
    response.mimetype = "text/plain"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _order(order_id: int) -> sqlite3.Row:
    """Return an order to the customer who placed it, and to staff."""
    user = customer()
    order = db.connection().execute("SELECT * FROM orders WHERE id = ?", (order_id,)).fetchone()
    if order is None or (order["user_id"] != user["id"] and user["role"] != "staff"):
        abort(404)
    return order
