# A number in the name.

def read(year):
    with open(f"/srv/shop/orders-{int(year)}.csv") as file:  # <-- finding
        return file.read()
