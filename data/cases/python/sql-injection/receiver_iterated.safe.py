# What is gone through comes from an object that was given more than is known.


def orders(database, state):
    database.limit_to("open")
    for query in database.tables():
        query.select("SELECT id, state")  # <-- finding
