# Letters chosen one by one can spell anything; words with blanks around them cannot.

WORDS = ("id", "name", "email")

def page(cursor, wanted):
    columns = "".join("abcdefghijklmnopqrstuvwxyz "[int(i)] for i in wanted)
    cursor.execute("SELECT " + columns + " FROM users")  # <-- finding
