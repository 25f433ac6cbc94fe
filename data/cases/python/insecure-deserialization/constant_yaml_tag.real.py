# A tag in a constant document may call what it names.

import yaml

def read():
    return yaml.load("!!python/object/apply:os.system ['id']", Loader=yaml.Loader)  # <-- finding
