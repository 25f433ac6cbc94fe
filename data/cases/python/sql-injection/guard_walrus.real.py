# The value that was tested.

def page(cursor, form):
    if (order := form["order"]) not in ("asc", "desc"):
        return
    cursor.execute("SELECT id FROM users ORDER BY id " + form["order"])  # <-- finding
