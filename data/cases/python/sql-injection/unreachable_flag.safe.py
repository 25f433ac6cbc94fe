# A module constant that is bound once is constant; one that a function sets is not.

DEBUG = False
TRACE = False

def page(cursor, name):
    if DEBUG:
        cursor.execute("SELECT id FROM " + name)  # <-- finding

def trace():
    global TRACE
    TRACE = True
