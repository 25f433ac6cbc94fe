# A parser that is filled here gives back what was set under the option.

import configparser

from flask import request

def orders(cur):
    wanted = request.args.get("status")
    settings = configparser.ConfigParser()
    settings.add_section("orders")
    settings.set("orders", "kept", "open")
    settings.set("orders", "asked", wanted)
    status = settings.get("orders", "kept")
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
