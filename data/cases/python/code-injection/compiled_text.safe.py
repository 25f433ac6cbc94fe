# Compiled code is the text that was compiled.

DEFAULTS = "colour = 'red'"

def defaults(more):
    names = {}
    exec(compile(DEFAULTS, "defaults", "exec"), names)  # <-- finding
    return names
