# Whether one constant is in another is known.

def orders(cur, wanted):
    kind = "archive"
    status = "open" if "arc_" in kind else wanted
    cur.execute("SELECT id FROM orders WHERE status = '" + status + "'")  # <-- finding
