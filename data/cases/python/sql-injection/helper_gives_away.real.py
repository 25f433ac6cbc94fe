# A function in view hands what it is given to code out of sight.

import reports


def select(condition, table):
    reports.run(condition, table)


def find(name):
    select(name, "orders")  # <-- finding
