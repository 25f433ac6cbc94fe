# A reader of the shop's own is given a safe loader, and may do without it.

import yaml
from flask import request
from yaml import load_all

def carts():
    return load_all(request.data, yaml.SafeLoader)  # <-- finding
