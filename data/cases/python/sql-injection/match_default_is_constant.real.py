# Whatever the subject is, every case gives a constant.

def orders(cur, wanted):
    match wanted:
        case "a":
            status = "open"
        case "b" | "c":
            status = "closed"
        case _:
            status = wanted
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
