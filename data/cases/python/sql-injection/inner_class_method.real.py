# The method of an object that is made here gives a constant.

from flask import request

def orders(cur):
    class Picker:
        def pick(self, given):
            return given

    wanted = request.args.get("status")
    status = Picker().pick(wanted)
    cur.execute(f"SELECT id FROM orders WHERE status = '{status}'")  # <-- finding
