# A property gives what its function gives.

import sqlite3

class Report:
    def __init__(self, name):
        self.name = name
        self.kind = "daily"

    @property
    def table(self):
        return "report_" + self.kind

def rows(name):
    report = Report(name)
    return sqlite3.connect("shop.db").execute(f"SELECT day FROM {report.table}").fetchall()  # <-- finding
