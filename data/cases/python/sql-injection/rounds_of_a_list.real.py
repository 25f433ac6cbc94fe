# The rounds of a short loop are followed one by one.

def orders(cur, request):
    state = request.args["state"]
    for each in ():
        state = each
    cur.execute("SELECT id FROM orders WHERE state = '" + state + "'")  # <-- finding
