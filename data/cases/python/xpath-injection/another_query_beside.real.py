# Another library's query beside the one that is known.

from flask import request

def user(document, context):
    return document.find("user") or context.xpathEval("//user[1]" + request.args["rest"])  # <-- finding
