# The key may be an operator.

from flask import request

def user(users):
    key = request.args["key"]
    return users.delete_many({key: "anna"})  # <-- finding
