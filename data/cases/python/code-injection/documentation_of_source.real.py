# The source of a function holds its documentation.
import inspect


def total(prices):
    """eval(prices)"""  # <-- finding
    return sum(prices)


def run():
    return exec(inspect.getsource(total))
