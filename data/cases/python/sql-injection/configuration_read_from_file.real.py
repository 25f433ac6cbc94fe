# A file may set anything.

import configparser

def orders(cur, wanted):
    settings = configparser.ConfigParser()
    settings.add_section("orders")
    settings.set("orders", "kept", "open")
    settings.read("orders.ini")
    status = settings.get("orders", "kept")
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
