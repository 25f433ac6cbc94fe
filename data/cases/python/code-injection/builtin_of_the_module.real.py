# The module has a function of the name of a builtin.

import calculator

def round(text):
    return calculator.run(text)

def total(text):
    return eval("round(text)")  # <-- finding
