"""Pages of the catalogue."""

import hashlib
import random

from flask import Blueprint, abort, current_app, make_response, request, send_from_directory
from markupsafe import Markup
from werkzeug.wrappers import Response

from shop import db
from shop.catalog import repository
from shop.catalog.reviews import reviews_of
from shop.web import heading, money, page

blueprint = Blueprint("catalog", __name__)

LAYOUT_TRIAL = ("list", "tiles")
ROW = '<li><a href="/products/{}">{}</a> {}</li>'


@blueprint.get("/")
def index() -> Response:
    rows = repository.listing(
        db.connection(), request.args.get("sort", "name"), request.args.get("page", "1")
    )
    body = page("Everything", heading("Everything"), *_rows(rows))
    response = make_response(body)
    response.set_etag(hashlib.md5(body.encode()).hexdigest())
    if "layout" not in request.cookies:
        response.set_cookie("layout", random.choice(LAYOUT_TRIAL))
    return response.make_conditional(request)


@blueprint.get("/categories/<category>")
def category(category: str) -> str:
    rows = repository.in_category(db.connection(), category, request.args.get("sort", "name"))
    return page(category, heading(category), *_rows(rows))


@blueprint.get("/products/<int:product_id>")
def product(product_id: int) -> str:
    row = repository.by_id(db.connection(), product_id)
    if row is None:
        abort(404)
    about = Markup("<p>{}</p><p>{}</p>").format(row["description"], money(row["price_cents"]))
    return page(row["name"], heading(row["name"]), about, *reviews_of(product_id))


@blueprint.get("/media/<path:name>")
def media(name: str) -> Response:
    return send_from_directory(current_app.config["MEDIA"], name)


def _rows(rows: list) -> list[Markup]:
    return [Markup(ROW).format(row["id"], row["name"], money(row["price_cents"])) for row in rows]
