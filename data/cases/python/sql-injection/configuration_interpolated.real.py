# An option with a percent sign in it takes in another one.

import configparser

def orders(cur, wanted):
    settings = configparser.ConfigParser()
    settings.add_section("orders")
    settings.set("orders", "asked", wanted)
    settings.set("orders", "kept", "%(asked)s")
    status = settings.get("orders", "kept")
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
