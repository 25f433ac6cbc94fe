# A class that makes objects of its own.

import yaml

class _Texts(yaml.SafeLoader):
    yaml_implicit_resolvers = {}

def read(stream):
    return yaml.load(stream, Loader=_Texts)  # <-- finding
