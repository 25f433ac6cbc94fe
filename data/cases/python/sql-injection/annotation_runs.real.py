# Annotations are expressions that run.

import database

rows: database.execute(input()) = database.execute("SELECT 1")  # <-- finding
