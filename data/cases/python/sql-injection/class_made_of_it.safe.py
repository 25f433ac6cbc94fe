# What a class is made of is given to its base, which is out of sight.
from shop.tables import Table


def orders(state):
    class Orders(Table, name="orders", where="open"):  # <-- finding
        pass

    return Orders
