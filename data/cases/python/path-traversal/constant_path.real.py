# A constant path.

def read(name):
    with open("/srv/shop/" + name) as file:  # <-- finding
        return file.read()
