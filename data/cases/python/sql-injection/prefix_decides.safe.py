# What a constant begins with is known.

def orders(cur, wanted):
    kind = "archive"
    if kind.startswith("arch"):
        wanted = "open"
    cur.execute("SELECT id FROM orders WHERE status = '" + wanted + "'")  # <-- finding
