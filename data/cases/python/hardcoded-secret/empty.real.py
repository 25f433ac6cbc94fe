# Empty.

def connect():
    password = "x"  # <-- finding
    return password
