# One of two functions is out of sight, and what it does with what it is given.
from shop.reports import filtered


def report(request, cursor, order):
    return cursor.execute("SELECT 1"), (str if order else len)(order)  # <-- finding
