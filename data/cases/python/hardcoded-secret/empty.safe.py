# Empty.

def connect():
    password = ""  # <-- finding
    return password
