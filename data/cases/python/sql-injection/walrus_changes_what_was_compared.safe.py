# The value after the test is not the value that was compared.

def page(cursor, column):
    order = "id"
    if order == "name" and (other := "id"):
        cursor.execute("SELECT id FROM users ORDER BY " + column)  # <-- finding
