# A class with a base may answer in another way.

from shop import Base

class Picker(Base):
    def pick(self, given):
        return "open"

def orders(cur, wanted):
    cur.execute("SELECT id FROM orders WHERE status = '" + Picker().pick(wanted) + "'")  # <-- finding
