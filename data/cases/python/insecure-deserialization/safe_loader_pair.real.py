# Either of two imports.

import yaml
try:
    from yaml import CSafeLoader as ScheduleLoader
except ImportError:
    from yaml import Loader as ScheduleLoader

def read(stream):
    return yaml.load(stream, Loader=ScheduleLoader)  # <-- finding
