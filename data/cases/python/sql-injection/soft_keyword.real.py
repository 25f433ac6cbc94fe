# What begins like a type alias may be an assignment.

import database

type(database).rows = database.execute(input())  # <-- finding
