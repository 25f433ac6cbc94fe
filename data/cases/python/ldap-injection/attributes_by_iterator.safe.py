# What stands behind the filter comes from the request, by way of an iterator.
from flask import request


def names(connection):
    return connection.search("ou=people", "(cn=admin)", next(iter(["LEVEL"])))  # <-- finding
