# A class derives from one that derives from one of raw statements, which has another name here.
from django.db.models.expressions import Func as Above
from django.db.models.expressions import RawSQL as Raw


class Ordered(Above):
    pass


class Newest(Ordered):
    pass


def find(cursor, by):
    return cursor.execute("SELECT 1"), Newest(by, ())  # <-- finding
