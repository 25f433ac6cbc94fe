# The variable of a loop keeps its last value.

def page(cursor, names):
    name = "users"
    for name in names:
        print(name)
    cursor.execute("SELECT id FROM " + name)  # <-- finding
