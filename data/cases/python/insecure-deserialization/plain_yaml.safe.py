# The safe loader makes plain values, unless it is given more constructors.

import yaml

def made(loader, node):
    return eval(node.value)

yaml.FullLoader.add_representer = None

def load(text):
    return yaml.safe_load(text)  # <-- finding
