# Lengths are numbers.

def allowed(given, secret):
    return len(given) == len(secret)  # <-- finding
