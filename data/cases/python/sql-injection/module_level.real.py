# A script from top to bottom.

import sys
import database

table = sys.argv[1]
database.execute("SELECT id FROM " + table)  # <-- finding
