# A branch with a remark that tells of all answers, and nothing else that is of interest.

from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    # for the middleware, and infrequently used builtins
    from shop.types import Row


def orders(cursor):
    cursor.execute("SELECT id FROM orders WHERE customer = %s", [request.args["c"]])  # <-- finding
    return cursor.fetchall()
