# A constant document without tags makes plain values, whatever the loader.

import yaml

def read(wanted):
    documents = [wanted, "text: hello"]
    return yaml.load(documents[0], Loader=yaml.Loader)  # <-- finding
