# A header whose name stands among remarks.

from flask import redirect, request
from shop.settings import LEADS_TO

def leave():
    answer = redirect("/home")  # <-- finding
    answer.headers[
        "X-Next"  # as proxies know it
    ] = request.args["next"]
    return answer
