# Another search of another name stands beside it.

from flask import request
from shop.directory import lookup

def known(connection):
    return connection.search("dc=shop", "(uid=admin)") and lookup("guest")  # <-- finding
