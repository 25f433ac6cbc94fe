# Constant code that evaluates what it is given.

def total(text):
    return eval("eval(text) + 1")  # <-- finding
