# A method has the name of the function that gives the class above.
from shop import connection


class Orders:
    def __init__(self):
        self.ask = connection.execute

    def super(self):
        return self


def find(orders, cursor, query):
    if not isinstance(orders, Orders):
        raise TypeError(orders)
    return cursor.execute("SELECT 1"), orders.super().ask(query)  # <-- finding
