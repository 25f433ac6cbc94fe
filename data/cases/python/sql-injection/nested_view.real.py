# A view inside a function that sets the application up.

from flask import request

def init(app):
    @app.route("/orders", methods=["POST"])
    def orders_post():
        import shop.database

        wanted = request.form.get("status")
        if not wanted:
            wanted = ""
        known = {}
        known["kept"] = "open"
        known["asked"] = wanted
        status = known["asked"]
        status = known.get("asked")
        query = f"SELECT id FROM orders WHERE status = '{status}'"
        connection = shop.database.connect()
        cursor = connection.cursor()
        cursor.execute(query)  # <-- finding
        return "done"
