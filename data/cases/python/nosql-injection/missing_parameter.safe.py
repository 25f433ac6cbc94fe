# A parameter that was not sent is None, and finds whoever has no such field.

from flask import abort, request

def reset(users):
    token = request.args.get("token")
    if token is None:
        abort(400)
    return users.find_one({"reset_token": token})  # <-- finding
