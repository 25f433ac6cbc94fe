# A key that is taken out gives what was under it.

def orders(cur, wanted):
    names = {"kept": "open", "asked": wanted}
    status = names.pop("asked")
    cur.execute("SELECT id FROM orders WHERE status = '" + status + "'")  # <-- finding
