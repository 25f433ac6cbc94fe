# A mapping keeps what it is made of by name.


def orders(table, state):
    asked = "SELECT id", dict(kind=1, state=2)  # <-- finding
    return table.select(*asked)
