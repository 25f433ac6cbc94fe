# JSON is plain values, unless a hook makes something of them.

import json

def make(found):
    return __import__(found["module"])

def load(text):
    return json.loads(text, strict=False)  # <-- finding
