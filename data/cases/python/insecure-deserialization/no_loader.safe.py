# Without a loader old versions make any object.

import yaml

def read(stream):
    return yaml.load(stream, Loader=yaml.SafeLoader)  # <-- finding
