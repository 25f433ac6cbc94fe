# Constant code that reaches into classes.

def total(a):
    return eval("a.__class__.__base__")  # <-- finding
