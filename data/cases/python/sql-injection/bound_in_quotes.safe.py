# A driver that writes values into the text quotes them itself.

from sqlalchemy import text

def members(session, name):
    found = text("SELECT id FROM members WHERE name = :name").bindparams(name=name)
    return session.execute(found).all()  # <-- finding
