# A variable is the text that an object is given, and then an object that is made from it.


def orders(database, state):
    query = "open"
    database.limit_to(query)
    query = database.table("orders")
    return query.select("SELECT id, state")  # <-- finding
