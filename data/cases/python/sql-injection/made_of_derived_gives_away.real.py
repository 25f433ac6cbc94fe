# The class that an object's class derives from hands on what it is made of.
import reports


class Table:
    def __init__(self, condition, table):
        reports.run(condition, table)


class Orders(Table):
    pass


def noted(name):
    Orders(name, "orders")
    return "noted"


def find(name):
    return noted(name)  # <-- finding
