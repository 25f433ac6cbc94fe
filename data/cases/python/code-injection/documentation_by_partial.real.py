# A function that gives any attribute is handed on beside one that is called.
from functools import partial


def total(prices):
    """eval(prices)"""  # <-- finding
    return sum(prices)


def run(field):
    name = getattr(total, "__name__")
    return name, exec(partial(getattr, total)(field))
