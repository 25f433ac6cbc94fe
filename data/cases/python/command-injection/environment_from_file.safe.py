# A file that is read into the environment.

import os
from dotenv import load_dotenv

def build(profile):
    load_dotenv("/etc/shop.env", override=True)
    os.system("git fetch")  # <-- finding
