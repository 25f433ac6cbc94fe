# The filter is constant.

from flask import request

def user(users):
    names = [request.json["name"], "anna"]
    return users.find_one({"name": names[0]})  # <-- finding
