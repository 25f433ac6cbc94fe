# A search of the shop's own: what stands in other places may be a filter, too.

from flask import request
from shop.directory import search_s

def known():
    return search_s("dc=shop", request.args["uid"], "(uid=admin)")  # <-- finding
