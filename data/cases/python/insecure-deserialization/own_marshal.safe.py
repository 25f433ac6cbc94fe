# The same for marshal.

import marshal

DEFAULTS = {"attempts": 3}

def settings(stored):
    return marshal.loads(marshal.dumps(DEFAULTS))  # <-- finding
