# A number in the name.

def read(year):
    with open(f"/srv/shop/orders-{year}.csv") as file:  # <-- finding
        return file.read()
