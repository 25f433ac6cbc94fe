# Lengths are numbers.

def allowed(given, secret):
    return given[:3] == secret[:3]  # <-- finding
