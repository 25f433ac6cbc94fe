# The length of a list made here is known.

def orders(cur, wanted):
    names = ["a", "b", "c"]
    status = "open" if len(names) > 3 else wanted
    cur.execute("SELECT id FROM orders WHERE status = '" + status + "'")  # <-- finding
