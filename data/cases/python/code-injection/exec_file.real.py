# The content of a file is not constant.

def load(path):
    source = open(path).read()
    exec(source, {})  # <-- finding
