# What a constant begins with is known.

def orders(cur, wanted):
    kind = "archive"
    if kind.startswith("arc_"):
        wanted = "open"
    cur.execute("SELECT id FROM orders WHERE status = '" + wanted + "'")  # <-- finding
