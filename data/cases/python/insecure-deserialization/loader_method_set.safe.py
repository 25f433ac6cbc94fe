# The loader has another name here, and learns to make anything.

import yaml
from objects import anything
from yaml import SafeLoader as Loader

ANYTHING = anything

def read(text):
    return yaml.load(text, Loader=Loader)  # <-- finding
