# The order is turned round.

def orders(cur, wanted):
    names = [wanted, "open"]
    names.reverse()
    cur.execute("SELECT id FROM orders WHERE status = '" + names[0] + "'")  # <-- finding
