# A class that makes objects of its own.

import yaml

class _Texts(yaml.SafeLoader):
    construct_undefined = yaml.Loader.construct_python_object

def read(stream):
    return yaml.load(stream, Loader=_Texts)  # <-- finding
