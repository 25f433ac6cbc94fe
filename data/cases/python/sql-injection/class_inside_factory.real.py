# A class inside a function derives from one there that derives from one of raw statements.
from django.db.models.expressions import Func, RawSQL


def made():
    class Ordered(RawSQL):
        pass

    class Newest(Ordered):
        pass

    def find(cursor, by):
        return cursor.execute("SELECT 1"), Newest(by, ())  # <-- finding

    return find
