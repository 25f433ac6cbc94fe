# What an object does to give an item is its own affair.

def find(tables, name):
    return tables["orders"]["paid"]  # <-- finding
