# Under another name.

import yaml
from yaml import FullLoader as SettingsLoader

def read(stream):
    return yaml.load(stream, Loader=SettingsLoader)  # <-- finding
