# An evaluator of the shop's own: what it does with more arguments is not known.

from flask import request
from shop.scripting import eval

def total():
    return eval("2 * 3", "4")  # <-- finding
