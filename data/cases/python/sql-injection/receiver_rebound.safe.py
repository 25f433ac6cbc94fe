# A variable is an object here, and was the text that it was given there.


def orders(database, state):
    query = database.table("orders")
    text = "open"
    query.where(text)
    text = query
    return query.select("SELECT id, state")  # <-- finding
