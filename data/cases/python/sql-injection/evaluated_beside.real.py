# What is evaluated may do all that a sink does.


def report(request, cursor, order):
    return cursor.execute("SELECT 1"), eval(order)  # <-- finding
