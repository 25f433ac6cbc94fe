# A constructor is added to the safe loader.

import yaml
import helpers

def read(stream):
    return yaml.load(stream, Loader=yaml.SafeLoader)  # <-- finding

yaml.add_representer(helpers.Thing, helpers.make)
