# Empty builtins are no sandbox.

def total(text):
    return eval(text, {"__builtins__": {}})  # <-- finding
