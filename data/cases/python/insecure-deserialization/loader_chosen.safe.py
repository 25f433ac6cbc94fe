# Every choice must be safe.

import yaml

def read(stream, fast):
    loader = yaml.CSafeLoader if fast else yaml.SafeLoader
    return yaml.load(stream, Loader=loader)  # <-- finding
