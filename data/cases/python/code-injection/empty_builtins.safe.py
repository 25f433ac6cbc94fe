# Empty builtins are no sandbox.

def total(text):
    return eval("2 + 2", {"__builtins__": {}})  # <-- finding
