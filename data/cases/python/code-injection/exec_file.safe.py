# The content of a file is not constant.

def load(path):
    source = "x = 1"
    exec(source, {})  # <-- finding
