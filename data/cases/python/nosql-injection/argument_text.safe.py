# What comes in the address is a text.

from flask import request

def user(users):
    name = request.args.get("name", "")
    return users.find_one({"name": name})  # <-- finding
