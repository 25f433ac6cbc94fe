# Which member is given the role, the request says.
from flask import request, session

def promote(members):
    member = members.get(request.form["who"])
    member["role"] = "admin"  # <-- finding
