# What is printed beside markup is what the request says.
from flask import request
from markupsafe import Markup, escape

def rows(out):
    print(f"{Markup('<hr>')}{request.args.get('q')}", file=out)  # <-- finding
