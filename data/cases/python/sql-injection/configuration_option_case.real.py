# Options are the same in capitals: the later value is read.

import configparser

def orders(cur, wanted):
    settings = configparser.ConfigParser()
    settings.add_section("orders")
    settings.set("orders", "kept", "open")
    settings.set("orders", "Kept", wanted)
    status = settings.get("orders", "kept")
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
