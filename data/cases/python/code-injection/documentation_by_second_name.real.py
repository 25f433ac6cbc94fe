# One of two attributes is of a name that is computed, and may be the documentation.
def total(prices):
    """eval(prices)"""  # <-- finding
    return sum(prices)


def run(field):
    return getattr(total, "__name__"), exec(getattr(total, field))
