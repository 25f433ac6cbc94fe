# Who is given a method of a list can get at what is in the list.


def orders(table, state):
    wanted = ["open", state]
    return table.select("SELECT id", wanted.copy)  # <-- finding
