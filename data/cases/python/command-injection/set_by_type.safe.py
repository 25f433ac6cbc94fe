"""A class whose objects may set what all of them share."""

import os


class Backup:
    PROGRAM = "tar cf /var/backups/shop.tar /srv/shop"

    def __init__(self):
        self.runs = 0

    def configure(self, given):
        self.told = given


def nightly(request):
    Backup().configure(request.form["program"])
    os.system(Backup.PROGRAM)  # <-- finding
