# Read from the environment.

import os

PASSWORD = "hunter2"  # <-- finding
