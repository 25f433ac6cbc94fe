# A decorated function is another one.

def shout(function):
    return function

def table_of():
    return "orders"

@shout
def other():
    return "orders"

def page(cursor):
    cursor.execute("SELECT id FROM " + table_of())  # <-- finding
