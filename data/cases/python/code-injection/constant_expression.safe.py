# A constant expression.

def total(text):
    return eval("1 + 2 * 3")  # <-- finding
