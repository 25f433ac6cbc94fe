# The list of what was pickled here grows in place, under another name.

import pickle

def read(settings, body):
    parts = [pickle.dumps(settings)]
    box = {"parts": parts}
    box["parts"] += [body]
    return [pickle.loads(part) for part in parts]  # <-- finding
