# An expression that was set here.

import configparser

def run(wanted):
    settings = configparser.ConfigParser()
    settings.add_section("job")
    settings.set("job", "kept", "1 + 1")
    settings.set("job", "asked", wanted)
    return eval(settings.get("job", "kept"))  # <-- finding
