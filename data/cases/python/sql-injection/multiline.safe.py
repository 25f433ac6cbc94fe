# A statement over several lines is marked as a whole.

def page(cursor, name, kind):
    cursor.execute(
        "SELECT id FROM users"  # <-- finding
        " WHERE kind = ?",
        (kind,),
    )
