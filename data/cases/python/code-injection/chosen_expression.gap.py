# One of a few constant expressions; what is evaluated might change the table itself, so this is a gap.

RULES = {"sum": "a + b", "difference": "a - b"}

def total(name, a, b):
    return eval(RULES[name])  # <-- finding
