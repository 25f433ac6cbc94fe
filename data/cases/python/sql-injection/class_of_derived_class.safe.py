# An object of a class that derives from a class that derives from one of raw statements.
from django.db.models.expressions import Func, RawSQL


class Ordered(Func):
    pass


class Newest(Ordered):
    pass


def find(cursor, by):
    return cursor.execute("SELECT 1"), Newest(by, ())  # <-- finding
