# What is left at an index after the first item is gone.

from flask import request

def orders(cur):
    wanted = request.args.get("status")
    names = []
    names.append("closed")
    names.append(wanted)
    names.append("open")
    names.pop(0)
    status = names[1]
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
