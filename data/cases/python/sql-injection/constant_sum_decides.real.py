# Arithmetic on constants decides which branch runs.

from flask import request

def orders(cur):
    wanted = request.args.get("status")
    limit = 86
    if 7 * 42 - limit > 200:
        status = "open"
    else:
        status = wanted
    status = wanted
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
