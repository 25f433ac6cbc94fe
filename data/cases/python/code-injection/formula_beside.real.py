# Another library reads a formula as code.

import numexpr
from flask import request

def total():
    return eval("2 * 3") + numexpr.evaluate(request.args["formula"])  # <-- finding
