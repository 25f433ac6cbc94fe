# A mapping keeps what it is made of by name.


def orders(table, state):
    asked = "SELECT id", dict(kind=1, state=state)  # <-- finding
    return table.select(*asked)
