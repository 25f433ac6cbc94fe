# After del the module sees what is outside again.

table = "orders"
other = input()

def page(cursor):
    cursor.execute("SELECT id FROM " + table)  # <-- finding

del table
