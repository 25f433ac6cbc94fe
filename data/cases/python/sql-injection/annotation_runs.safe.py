# Annotations are expressions that run.

import database

rows: list[str] = database.execute("SELECT 1")  # <-- finding
