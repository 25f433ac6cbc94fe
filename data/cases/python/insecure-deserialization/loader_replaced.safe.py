# The loader is replaced in its module.

import yaml

def read(stream):
    return yaml.load(stream, Loader=yaml.SafeLoader)  # <-- finding

yaml.Default = yaml.Loader
