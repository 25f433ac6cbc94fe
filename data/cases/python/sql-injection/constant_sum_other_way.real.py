# The same test the other way round.

from flask import request

def orders(cur):
    wanted = request.args.get("status")
    limit = 186
    status = "open" if 7 * 42 - limit > 200 else wanted
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
