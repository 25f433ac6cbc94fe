# Without options the reader of the module is used, which a function replaces.

import json

from objects import make


def read(text):
    return json.loads(text)  # <-- finding


def install():
    json.shop_decoder = json.JSONDecoder(object_hook=make)


install()
