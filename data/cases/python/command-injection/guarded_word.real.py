# One of a few words.

import os

def service(action):
    if action not in ("start", "stop"):
        action = "status " + action
    os.system("service shop " + action)  # <-- finding
