# A program is given a file of statements that was written before.

import subprocess

from flask import request

def load():
    with open("load.sql", "w") as file:
        file.write(request.args["rows"])
    subprocess.run("sqlite3 shop.db < load.sql", shell=True)  # <-- finding
