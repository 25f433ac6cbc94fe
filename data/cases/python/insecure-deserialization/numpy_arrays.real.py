# Arrays without objects in them.

import numpy as np

def load(path):
    return np.load(path, allow_pickle=True)  # <-- finding
