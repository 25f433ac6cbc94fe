# A list may get other items, and every name of it sees them.

def orders(cur, request):
    states = ["open"]
    other = list(states)
    other[:] = [request.args["state"]]
    cur.execute("SELECT id FROM orders WHERE state = '" + states[0] + "'")  # <-- finding
