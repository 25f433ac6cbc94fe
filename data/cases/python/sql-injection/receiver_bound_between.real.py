# Another name of an object is bound in the middle of an expression.


def orders(database, state):
    query = database.table("orders")
    (same := query).newest()
    same.where(state)
    return query.select("SELECT id, state")  # <-- finding
