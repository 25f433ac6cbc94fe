# Whoever is given the loader may register constructors.

import yaml
from objects import teach

teach(yaml.SafeLoader)

def read(text):
    return yaml.load(text, Loader=yaml.SafeLoader)  # <-- finding
