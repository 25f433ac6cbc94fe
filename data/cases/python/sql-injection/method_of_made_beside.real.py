# A method of what is made of user input is given user input, and is out of sight.
from shop.reports import made


def report(request, cursor, order):
    kind = made(request.GET["kind"])
    return cursor.execute("SELECT 1"), kind.narrow(request.GET["by"])  # <-- finding
