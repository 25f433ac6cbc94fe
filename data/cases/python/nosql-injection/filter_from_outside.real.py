# The whole filter comes from outside.

from flask import request

def user(users):
    number = int(request.args["id"])
    return users.find(request.get_json())  # <-- finding
