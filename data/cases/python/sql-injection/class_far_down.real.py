# An object of a class that derives from one of raw statements by way of many others.
from django.db.models.expressions import Func, RawSQL


class First(RawSQL):
    pass


class Second(First):
    pass


class Third(Second):
    pass


class Fourth(Third):
    pass


class Fifth(Fourth):
    pass


class Sixth(Fifth):
    pass


class Seventh(Sixth):
    pass


class Newest(Seventh):
    pass


def find(cursor, by):
    return cursor.execute("SELECT 1"), Newest(by, ())  # <-- finding
