# The defaults of a function can be set from outside.

def table_of(name="users"):
    return name

def page(cursor):
    cursor.execute("SELECT id FROM " + table_of())  # <-- finding

table_of.__doc__ = input()
