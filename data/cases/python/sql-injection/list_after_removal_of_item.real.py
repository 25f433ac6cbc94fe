# The item of that value is removed, and the others move up.

def orders(cur, wanted):
    names = ["closed", wanted, "open"]
    names.remove("closed")
    cur.execute("SELECT id FROM orders WHERE status = '" + names[0] + "'")  # <-- finding
