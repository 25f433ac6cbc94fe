# By position.

import yaml

def read(stream):
    return yaml.load(stream, yaml.CSafeLoader)  # <-- finding
