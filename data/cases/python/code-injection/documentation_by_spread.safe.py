# Which attribute is asked for is in a list.
def total(prices):
    """eval(prices)"""  # <-- finding
    return sum(prices)


def run(asked):
    return exec(getattr(total, ""))
