# The subject is a constant letter, so one case runs.

from flask import request

def orders(cur):
    wanted = request.args.get("status")
    choice = "ABC"[2]
    match choice:
        case "A":
            status = wanted
        case "B":
            status = "open"
        case "C" | "D":
            status = wanted
        case _:
            status = "closed"
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
