# A comparison of constants is none if the test binds the name.

def page(cursor, column):
    order = "id"
    if order == "id" and (other := column):
        cursor.execute("SELECT id FROM users ORDER BY " + order)  # <-- finding
