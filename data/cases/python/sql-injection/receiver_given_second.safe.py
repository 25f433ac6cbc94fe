# What a method is given second is in the object, too.


def orders(query, state):
    query.where("state", "open")
    return query.select("SELECT id, state")  # <-- finding
