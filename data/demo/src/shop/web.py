"""What every page shares: the layout, small pieces of HTML, and who is asking."""

import functools
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from flask import abort, render_template_string, session
from markupsafe import Markup, escape

from shop import db
from shop.config import CURRENCY, SHOP_NAME

LAYOUT = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }} | {{ shop }}</title></head>
<body>
{{ banner }}
<main>
{{ body }}
</main>
</body>
</html>
"""

BANNER = '<p class="banner">Free delivery from <b>€ 50</b> within the harbour.</p>'


def page(title: str, *parts: Markup) -> str:
    """Return a whole page; the parts stand under one another."""
    return render_template_string(
        LAYOUT, title=title, shop=SHOP_NAME, banner=Markup(BANNER), body=Markup("\n").join(parts)
    )


def heading(text: str) -> Markup:
    return Markup("<h1>%s</h1>" % escape(text))


def bullets(items: Iterable[str]) -> Markup:
    return Markup("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>")


def money(cents: int) -> str:
    return f"{CURRENCY} {cents / 100:.2f}"


def current_user() -> sqlite3.Row | None:
    """Return the account that is logged in, or None."""
    return (
        db.connection()
        .execute("SELECT * FROM users WHERE id = ?", (session.get("user_id"),))
        .fetchone()
    )


def customer() -> sqlite3.Row:
    """Return the account that is logged in; answer 401 if none is."""
    user = current_user()
    if user is None:
        abort(401)
    return user


def staff_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer 403 to everybody but staff."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if customer()["role"] != "staff":
            abort(403)
        return view(*args, **kwargs)

    return guarded
