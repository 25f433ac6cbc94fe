# Without a loader old versions make any object.

import yaml

def read(stream):
    return yaml.load(stream)  # <-- finding
