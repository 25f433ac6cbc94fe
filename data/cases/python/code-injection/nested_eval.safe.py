# Constant code that evaluates what it is given.

def total(text):
    return eval("len(text) + 1")  # <-- finding
