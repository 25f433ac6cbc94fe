# A method of an object in view, beside a proven statement, hands user input on.

import reports
from flask import request


class Report:
    def show(self, condition):
        return len(condition)


def find(cursor):
    return cursor.execute("SELECT 1"), Report().show(request.args["condition"])  # <-- finding
