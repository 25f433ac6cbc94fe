# A tag in a constant document may call what it names.

import yaml

def read():
    return yaml.load("text: hello", Loader=yaml.Loader)  # <-- finding
