# A class inside a function derives from one of the module that is one of raw statements.
from django.db.models.expressions import Func, RawSQL


class Ordered(RawSQL):
    pass


def made():
    class Newest(Ordered):
        pass

    def find(cursor, by):
        return cursor.execute("SELECT 1"), Newest(by, ())  # <-- finding

    return find
