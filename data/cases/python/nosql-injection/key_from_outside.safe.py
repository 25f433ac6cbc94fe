# The key may be an operator.

from flask import request

def user(users):
    key = "name"
    return users.delete_many({key: "anna"})  # <-- finding
