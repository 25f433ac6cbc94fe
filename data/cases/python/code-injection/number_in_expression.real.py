# Numbers in arithmetic.

def total(a, b):
    return eval(f"{int(a)} + {b}")  # <-- finding
