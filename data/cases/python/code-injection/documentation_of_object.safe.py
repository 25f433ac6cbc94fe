# An object is asked for an attribute through one that is only given the object.
def total(prices):
    """eval(prices)"""  # <-- finding
    return sum(prices)


def run(asked):
    return exec(hasattr(*asked))
