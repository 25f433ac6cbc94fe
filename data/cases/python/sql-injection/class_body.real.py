# A statement in the body of a class runs when the class is made.

import database

class Setup:
    table = input()
    database.execute("CREATE TABLE " + table)  # <-- finding
