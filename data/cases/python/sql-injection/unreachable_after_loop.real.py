# A loop without end, unless it is left.

def serve(cursor, queue):
    while True:
        name = queue.get()
        if queue.closed:
            break
    cursor.execute("SELECT id FROM " + name)  # <-- finding
