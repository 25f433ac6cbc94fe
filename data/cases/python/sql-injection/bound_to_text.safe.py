# A statement stays what it is when values are bound to it.

from sqlalchemy import text

def staff(connection, office):
    statement = text("SELECT name FROM staff WHERE office = " + ":office").bindparams(office=office)
    return connection.execute(statement).all()  # <-- finding
