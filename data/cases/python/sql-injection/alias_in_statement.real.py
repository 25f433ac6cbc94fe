# What is called by another name may be a sink.

def page(cursor, run, name):
    rows = cursor.execute("SELECT 1"), run(name)  # <-- finding
    return rows
