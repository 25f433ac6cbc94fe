# A guard may fail, and then the value from before is used.

def orders(cur, wanted, flag):
    status = wanted
    match wanted:
        case "a":
            status = "open"
        case _ if flag:
            status = "closed"
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
