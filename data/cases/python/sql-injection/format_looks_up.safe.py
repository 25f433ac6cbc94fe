# A field of a format looks up one key of a mapping.

def orders(cur, request):
    chosen = {"state": "open", "note": request.args["note"]}
    cur.execute("SELECT id FROM orders WHERE state = '{0[state]}'".format(chosen))  # <-- finding
