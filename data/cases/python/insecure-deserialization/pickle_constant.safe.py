# Constant bytes.

import pickle

def read(blob):
    return pickle.loads(b"\x80\x04N.")  # <-- finding
