# A mutable default is made once and shared by all calls.

def columns(extra, known=["id"]):
    known.append(extra)
    return ", ".join(known)

def page(cursor, name):
    cursor.execute("SELECT " + columns(name) + " FROM users")  # <-- finding
