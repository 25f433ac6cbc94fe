# Who is given a method of a list can get at what is in the list.


def orders(table, state):
    wanted = ["open", "paid"]
    return table.select("SELECT id", wanted.copy)  # <-- finding
