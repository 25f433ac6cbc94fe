# What an object is made from was given more than is known.


def orders(database, state):
    orders = database.table("orders")
    orders.where("open")
    query = orders.newest()
    return query.select("SELECT id, state")  # <-- finding
