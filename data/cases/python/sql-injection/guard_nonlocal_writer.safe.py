# A function inside may bind the variable anew between guard and use.

def page(cursor, order, other):
    def swap():
        order = other
        return order
    if order not in ("asc", "desc"):
        return
    swap()
    cursor.execute("SELECT id FROM users ORDER BY id " + order)  # <-- finding
