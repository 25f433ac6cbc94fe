# The filter is constant.

from flask import request

def user(users):
    names = [request.json["name"], "anna"]
    return users.find_one({"name": names[1]})  # <-- finding
