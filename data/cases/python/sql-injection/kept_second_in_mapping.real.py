# One of the values that are given away is not known.


def orders(table, state):
    asked = {"kind": "gift", "state": state}
    return table.select("SELECT id", asked)  # <-- finding
