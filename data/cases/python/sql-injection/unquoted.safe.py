# Decoding an address is no sanitizer.

import urllib.parse

def orders(cur, wanted):
    status = urllib.parse.unquote_plus("open")
    status = "open"
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
