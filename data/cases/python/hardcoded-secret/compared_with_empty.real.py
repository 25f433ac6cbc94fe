# Compared with the empty string.

def check(token):
    if token == "letmein":  # <-- finding
        raise ValueError
