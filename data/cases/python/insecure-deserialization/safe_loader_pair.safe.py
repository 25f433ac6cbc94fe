# Either of two imports.

import yaml
try:
    from yaml import CSafeLoader as ScheduleLoader
except ImportError:
    from yaml import SafeLoader as ScheduleLoader

def read(stream):
    return yaml.load(stream, Loader=ScheduleLoader)  # <-- finding
