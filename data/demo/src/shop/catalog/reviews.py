"""Reviews: written by customers, shown under the product."""

import sqlite3

from flask import Blueprint, redirect, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from shop import db
from shop.web import customer

blueprint = Blueprint("reviews", __name__)


def _paragraphs(text: str) -> str:
    return "</p><p>".join(text.split("\n\n"))


def _lines(text: str) -> str:
    return "<br>".join(str(escape(line)) for line in text.splitlines())


def reviews_of(product_id: int) -> list[Markup]:
    """Return the reviews of a product as HTML, newest first."""
    rows = db.connection().execute(
        "SELECT author, headline, body FROM reviews WHERE product_id = ? ORDER BY id DESC",
        (product_id,),
    )
    return [_review(row) for row in rows]


def _review(row: sqlite3.Row) -> Markup:
    anchor = row["headline"].replace("<", "&lt;").replace(">", "&gt;")
    headline = Markup("<h3 title='%s'>Review</h3>" % anchor)
    author = Markup("<address>{}</address>").format(row["author"])
    return headline + author + Markup(f"<p>{_paragraphs(row['body'])}</p>")


@blueprint.get("/products/<int:product_id>/reviews.html")
def fragment(product_id: int) -> Markup:
    """The short form, for the sidebar."""
    rows = db.connection().execute("SELECT body FROM reviews WHERE product_id = ?", (product_id,))
    return Markup("").join(Markup(f"<p>{_lines(row['body'])}</p>") for row in rows)


@blueprint.post("/products/<int:product_id>/reviews")
def write(product_id: int) -> Response:
    database = db.connection()
    database.execute(
        "INSERT INTO reviews (product_id, author, headline, body) VALUES (?, ?, ?, ?)",
        (
            product_id,
            customer()["email"],
            request.form.get("headline", ""),
            request.form["body"],
        ),
    )
    database.commit()
    return redirect(f"/products/{product_id}")
