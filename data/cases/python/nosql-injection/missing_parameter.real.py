# A parameter that was not sent is None, and finds whoever has no such field.

from flask import request

def reset(users):
    token = request.args.get("token")
    return users.find_one({"reset_token": token})  # <-- finding
