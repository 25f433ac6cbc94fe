# Compared with the empty string.

def check(token):
    if token == "":  # <-- finding
        raise ValueError
