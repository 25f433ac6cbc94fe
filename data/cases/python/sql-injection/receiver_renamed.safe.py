# An object is given more than is known under the name of its name.


def orders(database, state):
    first = database.table("orders")
    second = first
    query = first
    second.where("open")
    return query.select("SELECT id, state")  # <-- finding
