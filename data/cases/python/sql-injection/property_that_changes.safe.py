# A property may change the object that it is asked of.

import sqlite3

class Report:
    def __init__(self, name):
        self.name = name
        self.table = "report"

    @property
    def title(self):
        self.shown = self.name
        return self.name

def rows(name):
    report = Report(name)
    title = report.title
    found = sqlite3.connect("shop.db").execute(f"SELECT day FROM {report.table}").fetchall()  # <-- finding
    return title, found
