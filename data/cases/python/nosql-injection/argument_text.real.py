# What comes in the address is a text.

from flask import request

def user(users):
    name = request.get_json()
    return users.find_one({"name": name})  # <-- finding
