# What an object was made of is in what it does now.

from reports import Query


def find(name):
    query = Query(name)
    return query.run("orders")  # <-- finding
