# A method that has the name of the builtin.

from flask import request
from shop.scripting import Session

def total():
    return Session().exec("price = 2")  # <-- finding
