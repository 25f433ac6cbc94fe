# One of two functions gives a method by its name.
import operator


def find(cursor, pool, key):
    ask = operator.methodcaller if key else operator.itemgetter
    return cursor.execute("SELECT 1"), pool.keep(ask("execute"))  # <-- finding
