# What is handed in comes out.

def quoted(name):
    return '"' + name + '"'

def page(cursor, name):
    cursor.execute("SELECT id FROM " + quoted(name))  # <-- finding
