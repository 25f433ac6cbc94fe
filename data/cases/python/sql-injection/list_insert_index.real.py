# Insertion moves what stands behind it.

def orders(cur, wanted):
    names = ["closed", "open"]
    names.insert(1, wanted)
    cur.execute("SELECT id FROM orders WHERE status = '" + names[1] + "'")  # <-- finding
