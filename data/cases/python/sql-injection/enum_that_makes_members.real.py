# An enum that makes members of whatever it is asked for.

from enum import Enum

class Sort(Enum):
    NAME = "name"

    @classmethod
    def _missing_(cls, value):
        made = object.__new__(cls)
        made.told = value
        return made

def users(cursor, wanted):
    cursor.execute("SELECT id FROM users ORDER BY " + Sort[wanted].name)  # <-- finding
