# What gives the names of the module is called by another name.
import sys

TABLE = "orders"
settings = vars


def configure():
    settings()["TABLE"] = sys.argv[1]


def show(db):
    return db.execute("SELECT * FROM " + TABLE)  # <-- finding
