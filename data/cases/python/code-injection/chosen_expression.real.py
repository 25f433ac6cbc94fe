# One of a few constant expressions.

RULES = {"sum": "a + b", "difference": "a - b"}

def total(name, a, b):
    return eval(RULES.get(name, name))  # <-- finding
