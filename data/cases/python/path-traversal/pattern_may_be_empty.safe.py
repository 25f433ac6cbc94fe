# So may be what a pattern matches.

import re
import shutil

def drop(name):
    if re.fullmatch("[a-z]+", name):
        shutil.rmtree(f"/srv/albums/{name}")  # <-- finding
