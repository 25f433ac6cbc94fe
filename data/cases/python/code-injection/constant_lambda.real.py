# A constant of this file.

ROUNDING = input()

rounded = eval(ROUNDING)  # <-- finding
