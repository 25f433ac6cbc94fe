# By way of a variable.

import pickle

EMPTY = {"lines": {}}

def preview(request):
    blob = pickle.dumps(EMPTY)
    if "shared" in request.args:
        blob = request.args["shared"]
    return pickle.loads(blob)  # <-- finding
