# A function that gives any attribute has another name.
def total(prices):
    """eval(prices)"""  # <-- finding
    return sum(prices)


get = getattr


def run(field):
    return exec(get(total, field))
