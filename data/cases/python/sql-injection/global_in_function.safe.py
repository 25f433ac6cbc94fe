# A variable that is declared global belongs to everyone.

def page(cursor, name):
    table = "users"
    helper()
    cursor.execute("SELECT id FROM " + table)  # <-- finding

def helper():
    global other
    other = input()
