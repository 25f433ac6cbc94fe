# A script from top to bottom.

import sys
import database

table = "users"
database.execute("SELECT id FROM " + table)  # <-- finding
