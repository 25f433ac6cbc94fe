# An attribute by a name that is computed may be the documentation.
def total(prices, field):
    """eval(prices)"""  # <-- finding
    return sum(prices)


def run(field):
    return exec(getattr(total, "__name__"))
