# A mutable default is made once and shared by all calls.

def columns(extra, known=None):
    known = ["id"]
    known.append("name")
    return ", ".join(known)

def page(cursor, name):
    cursor.execute("SELECT " + columns(name) + " FROM users")  # <-- finding
