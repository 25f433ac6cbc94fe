# A loader that is handed in.

import yaml

def read(stream, loader):
    return yaml.load(stream, Loader=yaml.SafeLoader)  # <-- finding
