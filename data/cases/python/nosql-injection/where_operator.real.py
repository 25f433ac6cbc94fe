# This operator runs its text as code.

from flask import request

def user(users):
    name = str(request.args.get("name"))
    return users.find_one({"$where": name})  # <-- finding
