# A parameter is the text that an object is given, and then an object that is made from it.


def orders(database, query):
    database.limit_to("open")
    query = database.table("orders")
    return query.select("SELECT id, state")  # <-- finding
