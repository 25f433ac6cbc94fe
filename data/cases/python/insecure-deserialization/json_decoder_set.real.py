# Without options the reader of the module is used.

import json
from objects import make

json._default_decoder = json.JSONDecoder(object_hook=make)

def read(text):
    return json.loads(text)  # <-- finding
