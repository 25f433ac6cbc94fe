# A member of an enum is one of a few constants, whatever it was looked up by.

from enum import Enum

class Sort(Enum):
    NAME = "name"
    DATE = "created_at"

def users(cursor, wanted):
    sort = Sort(wanted)
    cursor.execute(f"SELECT id FROM users ORDER BY {sort.value} {wanted.order}")  # <-- finding
