# The last value under a key is the one that is read.

def orders(cur, wanted):
    names = {}
    names["status"] = wanted
    names["status"] = "open"
    cur.execute("SELECT id FROM orders WHERE status = '" + names["status"] + "'")  # <-- finding
