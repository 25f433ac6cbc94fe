# int() gives digits or raises.

from flask import request

def page(cursor):
    limit = int(request.args["limit"])
    cursor.execute("SELECT id FROM orders LIMIT %s" % limit)  # <-- finding
