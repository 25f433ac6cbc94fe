# A constant of this file.

ROUNDING = "lambda cents: 5 * round(cents / 5)"

rounded = eval(ROUNDING)  # <-- finding
