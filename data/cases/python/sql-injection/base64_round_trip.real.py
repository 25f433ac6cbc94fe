import base64

# Base64 hides nothing for good: whoever wrote a text has written what is decoded.

def orders(cur, request):
    packed = base64.b64encode(request.args["state"].encode())
    state = base64.b64decode(packed).decode()
    cur.execute("SELECT id FROM orders WHERE state = '" + state + "'")  # <-- finding
