# Constant definitions.

RULES = """
def volume(quantity):
    return 10 if quantity >= 50 else 0
"""
names = {}
exec(RULES, names)  # <-- finding
