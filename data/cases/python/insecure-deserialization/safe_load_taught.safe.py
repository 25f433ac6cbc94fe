# safe_load() uses the loader of the module, and what it has been taught.

import yaml
from objects import teach

teach(yaml.FullLoader)

def read(text):
    return yaml.safe_load(text)  # <-- finding
