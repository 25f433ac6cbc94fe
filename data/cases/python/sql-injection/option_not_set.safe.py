import configparser

# What is asked for instead of an option that nothing has set.

def orders(cur, request):
    settings = configparser.ConfigParser()
    settings.add_section("shop")
    settings.set("shop", "other", request.args["state"])
    state = settings.get("shop", "state", fallback="open")
    cur.execute("SELECT id FROM orders WHERE state = '" + state + "'")  # <-- finding
