# The module has a function of another name.

import calculator

def rounded(text):
    return calculator.run(text)

def total(text):
    return eval("round(text)")  # <-- finding
