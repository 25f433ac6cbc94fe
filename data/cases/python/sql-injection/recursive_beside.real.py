# A function that calls itself is not followed, and hands on what it is given.
from shop.reports import filtered


def filtering(order, times):
    return filtering(order, times - 1) if times else filtered(order)


def report(request, cursor, order):
    return cursor.execute("SELECT 1"), filtering(order, 3)  # <-- finding
