# The last value under a key is the one that is read.

def orders(cur, wanted):
    names = {}
    names["other"] = wanted
    names["status"] = wanted
    cur.execute("SELECT id FROM orders WHERE status = '" + names["status"] + "'")  # <-- finding
