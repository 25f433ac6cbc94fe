# The namespace of a function is asked for by a name that is put together.
TABLE = "orders"


def configure(request, kind):
    chosen = getattr(configure, "__glo" + kind)
    chosen["TABLE"] = request.args["table"]


def show(db):
    return db.execute("SELECT * FROM " + TABLE)  # <-- finding
