# Making an object hands what it is given to code out of sight.

import reports


class Report:
    def __init__(self, condition, table):
        reports.run(condition, table)


def find(name):
    Report("paid", "orders")  # <-- finding
