# Base64 there and back changes nothing.

import base64

def orders(cur, wanted):
    packed = base64.b64encode(wanted.encode("utf-8"))
    status = base64.b64decode(packed).decode("utf-8")
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
