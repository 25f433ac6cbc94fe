# The value after the test is not the value that was compared.

def page(cursor, column):
    order = "id"
    if order == "id" and (order := "name"):
        cursor.execute("SELECT id FROM users ORDER BY " + column)  # <-- finding
