# An object is made beside a proven statement, of user input: its class hands that on.

import reports
from flask import request


class Report:
    def __init__(self, condition):
        self.condition = condition


def find(cursor):
    return cursor.execute("SELECT 1"), Report(request.args["condition"])  # <-- finding
