# The variable of a loop keeps its last value.

def page(cursor, names):
    name = "users"
    for other in names:
        print(other)
    cursor.execute("SELECT id FROM " + name)  # <-- finding
