# Constant code that reaches into classes.

def total(a):
    return eval("a + 1")  # <-- finding
