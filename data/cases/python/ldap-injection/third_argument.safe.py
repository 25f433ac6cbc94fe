# Of an object that is not known, a further text may be a filter, too.

from flask import request

def known(folk):
    return folk.search("dc=shop", "(uid=admin)", "SUBTREE")  # <-- finding
