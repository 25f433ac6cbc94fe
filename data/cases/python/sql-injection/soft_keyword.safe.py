# What begins like a type alias may be an assignment.

import database

kind = type(database).rows = database.execute("SELECT 1")  # <-- finding
