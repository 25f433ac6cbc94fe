# A name that two imports bind, and both are harmless.

from flask import abort
import logging
try:
    from werkzeug.exceptions import abort as stop
except ImportError:
    from logging import error as stop

def page(cursor, order):
    if order not in ("asc", "desc"):
        stop(400)
    cursor.execute("SELECT id FROM users ORDER BY id " + order)  # <-- finding
