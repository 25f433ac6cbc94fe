# A text that is evaluated gives a name of the module another value.
TABLE = "orders"


def configure(request):
    chosen = request.args["table"]
    eval("dict().update(TABLE=chosen)")


def show(db):
    return db.execute("SELECT * FROM " + TABLE)  # <-- finding
