# Constant definitions.

RULES = """
def volume(quantity):
    return eval(quantity)
"""
names = {}
exec(RULES, names)  # <-- finding
