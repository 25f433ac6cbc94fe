# What is behind a deleted item moves up.

def orders(cur, request):
    states = [request.args["state"], "open", "paid"]
    del states[0]
    cur.execute("SELECT id FROM orders WHERE state = '" + states[0] + "'")  # <-- finding
