# What a function out of sight may change is not known.

from shop import fill

def orders(cur, wanted):
    names = ["closed", wanted, "open"]
    names.pop(1)
    cur.execute("SELECT id FROM orders WHERE status = '" + names[1] + "'")  # <-- finding
