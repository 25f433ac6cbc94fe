# A loader that makes plain values only.

import yaml

def read(stream):
    return yaml.load(stream, Loader=yaml.SafeLoader)  # <-- finding
