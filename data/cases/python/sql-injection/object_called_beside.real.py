# An object that is called is one whose class says what then is done.
from shop.reports import filtered


class Filtering:
    def __call__(self, order):
        return filtered(order)


filtering = Filtering()


def report(request, cursor, order):
    return cursor.execute("SELECT 1"), filtering(order)  # <-- finding
