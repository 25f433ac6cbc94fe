# A constant expression.

def total(text):
    return eval(text)  # <-- finding
