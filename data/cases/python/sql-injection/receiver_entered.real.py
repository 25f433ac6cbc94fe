# What is entered comes from an object that was given more than is known.


def orders(database, state):
    database.limit_to(state)
    with database.table("orders") as query:
        return query.select("SELECT id, state")  # <-- finding
