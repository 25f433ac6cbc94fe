# A function in view calls what it is given with user input.


def ask(order, asked):
    return asked(order)


def report(request, cursor, order, filtered):
    return cursor.execute("SELECT 1"), ask(order, len)  # <-- finding
