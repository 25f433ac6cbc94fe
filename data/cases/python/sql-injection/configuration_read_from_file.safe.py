# A file may set anything.

import configparser

def orders(cur, wanted):
    settings = configparser.ConfigParser()
    settings.add_section("orders")
    settings.set("orders", "kept", "open")
    settings.set("orders", "asked", wanted)
    status = settings.get("orders", "kept")
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
