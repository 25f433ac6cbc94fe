# A constant path.

def read(name):
    with open("/srv/shop/prices.csv") as file:  # <-- finding
        return file.read()
