# A text cannot be an operator.

from flask import request

def user(users):
    name = request.json["name"]
    return users.find_one({"name": name})  # <-- finding
